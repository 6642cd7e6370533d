import type { Expression, LiteralValue } from '../../domain/expression/ast.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { quoted } from '../text/python-string.js';
import { walk } from './kinds.js';
import { LEVEL, type Level } from './printed.js';
import { notHere } from './not-here.js';

/** An expression as the browser evaluates it for a row or form: over fields of that record only, dates being texts there. */
export function printViewCondition(node: Expression, index: SpecIndex, model: string): string {
  const print = (part: Expression, outer: Level = LEVEL.not): string => {
    switch (part.kind) {
      case 'literal': return literal(part.value);
      case 'list': return `[${part.items.map(literal).join(', ')}]`;
      case 'path':
        if (part.segments.length > 1) throw notHere('A view sees the fields of its own record only.', 'Add a related field and use that.');
        return part.segments[0];
      case 'special':
        if (part.name === 'user' && part.segments.length === 0) return 'uid';
        throw notHere(`A view’s condition does not know \`${part.name}\`.`, 'Compute a field and use that.');
      case 'unary': return part.operator === 'not' ? `not ${print(part.operand)}` : `-${print(part.operand)}`;
      case 'call': case 'binary': {
        const date = dateText(part);
        if (date !== null) return date;
        if (part.kind === 'call') throw notHere(`A view’s condition has no ${part.name}().`, 'Compute a field and use that.');
        const dates = [part.left, part.right].filter((side): side is Extract<Expression, { kind: 'path' }> => side.kind === 'path' && isDate(index, model, side.segments)).map((side) => side.segments[0]);
        const level = part.operator === 'or' ? LEVEL.or : part.operator === 'and' ? LEVEL.and : LEVEL.comparison;
        const ordered = ['<', '<=', '>', '>='].includes(part.operator);
        const text = [...(ordered ? dates : []), `${print(part.left, level)} ${part.operator} ${print(part.right, level)}`].join(' and ');
        const reached = ordered && dates.length > 0 ? LEVEL.and : level;
        return reached < outer ? `(${text})` : text;
      }
    }
  };
  return print(node, LEVEL.or);
}

function isDate(index: SpecIndex, model: string, segments: readonly string[]): boolean {
  const kind = walk(index, model, segments).at(-1)?.kind;
  return kind === 'date' || kind === 'datetime';
}

function literal(value: LiteralValue): string {
  if (value === null) return 'False';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : quoted(value, "'");
}

/** today() and what is counted from it, as the text that a date field has in a view. */
function dateText(node: Expression): string | null {
  const moment = (part: Expression): string | null => {
    if (part.kind === 'call' && (part.name === 'today' || part.name === 'now')) return 'context_today()';
    if (part.kind !== 'binary' || (part.operator !== '+' && part.operator !== '-')) return null;
    const start = moment(part.left);
    const { right } = part;
    if (start === null || right.kind !== 'call' || !['days', 'months', 'years'].includes(right.name)) return null;
    const [amount] = right.args;
    return amount?.kind === 'literal' && typeof amount.value === 'number' ? `${start} ${part.operator} relativedelta(${right.name}=${amount.value})` : null;
  };
  const found = moment(node);
  if (found === null) return null;
  return `${found === 'context_today()' ? found : `(${found})`}.strftime('%Y-%m-%d')`;
}

