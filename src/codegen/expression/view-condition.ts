import type { Binary, Expression, LiteralValue } from '../../domain/expression/ast.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { quoted } from '../text/python-string.js';
import { isDayText, walk, type Kind } from './kinds.js';
import { LEVEL, at, behind, guarded, printed, type Printed } from './printed.js';
import { notHere } from './not-here.js';
import { printViewMoment } from './view-moment.js';

/** An expression as the browser evaluates it for a row or form: over fields of that record only, dates being texts there. */
export function printViewCondition(node: Expression, index: SpecIndex, model: string): string {
  return new ViewPrinter(index, model).print(node).code;
}

class ViewPrinter {
  constructor(private readonly index: SpecIndex, private readonly model: string) {}

  print(node: Expression): Printed {
    return guarded(this.piece(node));
  }

  private piece(node: Expression): Printed {
    const moment = printViewMoment(node);
    if (moment !== null) return moment;
    switch (node.kind) {
      case 'literal': return literal(node.value);
      case 'list': return printed(`[${node.items.map((item) => literal(item).code).join(', ')}]`, 'list');
      case 'path': {
        if (node.segments.length > 1) throw notHere('A view sees the fields of its own record only.', 'Add a related field and use that.');
        const kind = walk(this.index, this.model, node.segments).at(-1)?.kind ?? 'unknown';
        return printed(node.segments[0], kind, LEVEL.atom, { empty: ['date', 'datetime', 'text'].includes(kind) });
      }
      case 'special':
        if (node.name === 'user' && node.segments.length === 0) return printed('uid', 'one');
        throw notHere(`A view’s condition does not know \`${node.name}\`.`, 'Compute a field and use that.');
      case 'call': throw notHere(`A view’s condition has no ${node.name}().`, 'Compute a field and use that.');
      case 'unary': {
        if (node.operator === 'not') return printed(`not ${at(LEVEL.not, this.print(node.operand))}`, 'boolean', LEVEL.not);
        const operand = this.piece(node.operand);
        return printed(`-${at(LEVEL.sign, operand)}`, 'number', LEVEL.sign, { needs: operand.needs });
      }
      case 'binary': return this.binary(node);
    }
  }

  private binary(node: Binary): Printed {
    const { operator } = node;
    switch (operator) {
      case 'and': case 'or': return printed(`${at(LEVEL[operator], this.print(node.left))} ${operator} ${at(LEVEL[operator], this.print(node.right))}`, 'boolean', LEVEL[operator]);
      case '+': case '-': case '*': case '/': case '%': return this.arithmetic(node, operator);
      default: return compare(operator, this.piece(node.left), this.piece(node.right));
    }
  }

  private arithmetic(node: Binary, operator: '+' | '-' | '*' | '/' | '%'): Printed {
    const [left, right] = [asked(this.piece(node.left)), asked(this.piece(node.right))];
    if ([left, right].some(({ kind }) => kind === 'date' || kind === 'datetime')) throw notHere('A view does not calculate with the dates of fields.', 'Compute a field and use that.');
    const needs = [...left.needs, ...right.needs];
    if (operator === '/' || operator === '%') {
      if (!/^-?[\w.]+$/.test(right.code)) throw notHere('A view divides by a number or a field only.', 'Compute a field and use that.');
      const quotient = `${at(LEVEL.product, left)} ${operator} ${right.code}`;
      // The browser's % takes the sign of what is divided, Python's that of the divisor.
      const code = operator === '/' ? quotient : `(${quotient} + ${right.code}) % ${right.code}`;
      return Number(right.code) > 0 || Number(right.code) < 0 ? printed(code, 'number', LEVEL.product, { needs }) : printed(`(${code} if ${right.code} else 0)`, 'number', LEVEL.atom, { needs });
    }
    const level = operator === '*' ? LEVEL.product : LEVEL.sum;
    return printed(`${at(level, left)} ${operator} ${at(operator === '*' ? LEVEL.sign : LEVEL.product, right)}`, left.kind, level, { needs });
  }
}

/** A field that may be empty, where the browser would take false for a number. */
function asked(piece: Printed): Printed {
  return piece.empty && piece.needs.length === 0 && piece.code !== 'False' ? { ...piece, needs: [piece.code] } : piece;
}

function compare(operator: Binary['operator'], leftPiece: Printed, rightPiece: Printed): Printed {
  const [piece, against] = ['False', 'True'].includes(leftPiece.code) ? [rightPiece, leftPiece] : [leftPiece, rightPiece];
  if (['False', 'True'].includes(against.code)) return truth(piece, (operator === '==') === (against.code === 'True'));
  const ordered = ['<', '<=', '>', '>='].includes(operator);
  const [left, right] = ordered ? [asked(leftPiece), asked(rightPiece)] : [leftPiece, rightPiece];
  const comparison = (a: string, b: string, how: string = operator): string => `${a} ${how} ${b}`;
  const done = (code: string, needs = [...left.needs, ...right.needs]): Printed => (needs.length === 0 ? printed(code, 'boolean', LEVEL.comparison) : printed(behind(needs, code), 'boolean', LEVEL.and));
  const isDay = (piece: Printed): boolean => piece.kind === 'date' || (piece.kind === 'text' && isDayText(piece.code.slice(1, -1)));
  if (right.kind === 'datetime' && isDay(left)) return compare(MIRROR[operator] ?? operator, rightPiece, leftPiece);
  if (left.kind !== 'datetime' || !isDay(right)) return done(comparison(at(LEVEL.sum, left), at(LEVEL.sum, right)));
  // The text of a moment begins with that of its day, and so comes after it.
  if (right.empty) throw notHere('A view does not hold a moment against the date of another field.', 'Compute a field and use that.');
  const endOfDay = right.code.replace(/(%d|\d)'(\)?)$/, "$1 24:00:00'$2");
  if (operator === '<' || operator === '>=') return done(comparison(left.code, right.code));
  if (operator === '<=' || operator === '>') return done(comparison(left.code, endOfDay, operator === '<=' ? '<' : '>='));
  const within = behind([...asked(left).needs, comparison(left.code, right.code, '>=')], comparison(left.code, endOfDay, '<'));
  return operator === '==' ? printed(within, 'boolean', LEVEL.and) : printed(`not (${within})`, 'boolean', LEVEL.not);
}

/** Null is False in a view, as everywhere in Odoo. */
function truth(piece: Printed, wanted: boolean): Printed {
  const whole = guarded(piece);
  return wanted ? printed(`bool(${whole.code})`, 'boolean') : printed(`not ${at(LEVEL.not, whole)}`, 'boolean', LEVEL.not);
}

const MIRROR: Readonly<Partial<Record<Binary['operator'], Binary['operator']>>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function literal(value: LiteralValue): Printed {
  if (value === null) return printed('False', 'null');
  if (typeof value === 'boolean') return printed(value ? 'True' : 'False', 'boolean');
  const kind: Kind = typeof value === 'number' ? 'number' : 'text';
  return printed(typeof value === 'number' ? String(value) : quoted(value, "'"), kind, typeof value === 'number' && value < 0 ? LEVEL.sign : LEVEL.atom);
}
