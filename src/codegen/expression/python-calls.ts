import type { Call, Expression } from '../../domain/expression/ast.js';
import { recordVariable } from '../python/names.js';
import { notHere } from './not-here.js';
import { LEVEL, at, guarded, operand, printed, type Fresh, type Printed } from './printed.js';
import type { PythonScope } from './python-scope.js';

/** Prints an argument, in the scope of the call unless another is given. */
type PrintArgument = (argument: Expression, scope?: PythonScope) => Printed;

/** A call of a function of the language as Python. */
export function printCall(node: Call, scope: PythonScope, print: PrintArgument, fresh: Fresh): Printed {
  const [first, second, third] = node.args;
  // Once each: printed anew at every mention, nested calls would take for ever.
  const done = new Map<Expression, Printed>();
  const unguarded = (argument: Expression | undefined): Printed => {
    if (argument === undefined) throw notHere(`${node.name}() lacks an argument.`, 'Give it.');
    const piece = done.get(argument) ?? print(argument);
    done.set(argument, piece);
    return piece;
  };
  const value = (argument: Expression | undefined): Printed => guarded(unguarded(argument));
  switch (node.name) {
    case 'today': return printed(scope.today, 'date');
    case 'now': return printed(scope.now, 'datetime');
    case 'this_month': return printed(`${scope.today}.replace(day=1)`, 'date');
    case 'days': return printed(`${scope.imports.use('relativedelta')}(days=${value(first).code})`, 'period', LEVEL.atom, { whole: value(first).whole });
    // relativedelta takes whole months and years only.
    case 'months': case 'years': return printed(`${scope.imports.use('relativedelta')}(${node.name}=${value(first).whole ? value(first).code : `int(${value(first).code})`})`, 'period', LEVEL.atom, { whole: true });
    case 'if': return oneOf([value(second), value(third)], `${at(LEVEL.or, value(second))} if ${at(LEVEL.or, value(first))} else ${at(LEVEL.conditional, value(third))}`, LEVEL.conditional);
    case 'coalesce': {
      const values = node.args.map(value);
      const first = oneOf(values, values.map((piece) => at(LEVEL.and, piece)).join(' or '), LEVEL.or);
      // 0 is passed over like what is empty, a date is not.
      return { ...first, empty: values.at(-1)?.empty === true && (first.kind === 'number' || values.every((piece) => piece.empty)) };
    }
    case 'abs': {
      const { code, needs, whole } = unguarded(first);
      return printed(`abs(${code})`, 'number', LEVEL.atom, { needs, whole });
    }
    case 'round': return printed(`${scope.imports.use('float_round')}(${unguarded(first).code}, precision_digits=${second === undefined ? '0' : value(second).code})`, 'number', LEVEL.atom, { needs: unguarded(first).needs });
    case 'upper': case 'lower': {
      const text = operand(unguarded(first), fresh);
      return printed(`${at(LEVEL.atom, text)}.${node.name}()`, 'text', LEVEL.atom, { needs: text.needs });
    }
    case 'len': return printed(`len(${value(first).empty ? `${at(LEVEL.and, value(first))} or ""` : value(first).code})`, 'number', LEVEL.atom, { whole: true });
    case 'concat': return printed(`"".join([${node.args.map((argument) => asText(value(argument), fresh)).join(', ')}])`, 'text');
    case 'min': case 'max': return node.args.length === 1 ? extreme(node.name, value(first)) : extremeOf(node.name, node.args.map(value));
    case 'avg': return printed(`(sum(numbers) / len(numbers) if (numbers := ${many(value(first), 'avg')}) else 0)`, 'number');
    case 'count': return printed(`len(${records(node, scope, print).code})`, 'number', LEVEL.atom, { whole: true });
    case 'exists': {
      const found = second === undefined ? value(first) : records(node, scope, print);
      return printed(`bool(${found.code})`, 'boolean');
    }
    case 'sum': return second === undefined ? printed(`sum(${many(value(first), 'sum')})`, 'number') : sumOf(node, scope, print);
  }
}

/** The values of a field over many records, or the records themselves. */
function many(piece: Printed, name: string): string {
  if (piece.kind === 'values' || piece.kind === 'unknown') return piece.code;
  throw notHere(`${name}() wants a number over a relation, e.g. line_ids.amount.`, 'Name the relation and a field of it.');
}

/** The records of a relation, of those that fit the condition. */
function records(node: Call, scope: PythonScope, print: PrintArgument): Printed {
  const [relation, condition] = node.args;
  if (relation === undefined) throw notHere(`${node.name}() lacks a relation.`, 'Give one.');
  const all = print(relation);
  if (condition === undefined) return all;
  if (all.kind !== 'many' || all.model === null) throw notHere(`A condition in ${node.name}() wants a relation to a model of this module before it.`, 'Name such a field.');
  const wanted = recordVariable(all.model);
  const name = wanted === scope.record?.code ? `other_${wanted}` : wanted;
  const inner: PythonScope = { ...scope, record: { code: name, model: all.model } };
  return printed(`${all.code}.filtered(lambda ${name}: ${guarded(print(condition, inner)).code})`, 'many', LEVEL.atom, { model: all.model });
}

function sumOf(node: Call, scope: PythonScope, print: PrintArgument): Printed {
  const [path, condition] = node.args;
  const last = path?.kind === 'path' ? path.segments.at(-1) : undefined;
  if (path?.kind !== 'path' || condition === undefined || last === undefined || path.segments.length < 2) throw notHere('sum() with a condition wants relation.field before it.', 'Write e.g. sum(line_ids.amount, …).');
  const [head, ...rest] = path.segments.slice(0, -1);
  if (head === undefined) throw notHere('sum() lacks a relation.', 'Give one.');
  const found = records({ kind: 'call', name: 'count', args: [{ kind: 'path', segments: [head, ...rest] }, condition] }, scope, print);
  return printed(`sum(${found.code}.mapped("${last}"))`, 'number');
}

/** The smallest or largest over many; of dates those that are filled in, of nothing nothing. */
function extreme(name: 'min' | 'max', piece: Printed): Printed {
  if (piece.element === 'number') return printed(`${name}(${piece.code}, default=0)`, 'number');
  return printed(`${name}(filter(None, ${many(piece, name)}), default=False)`, piece.element ?? 'unknown', LEVEL.atom, { empty: true });
}

/** The smallest or largest of several values, of which an empty one is no date and no text, and the number 0. */
function extremeOf(name: 'min' | 'max', values: readonly Printed[]): Printed {
  const { kind } = oneOf(values, '', LEVEL.atom);
  if (kind === 'number' || !values.some((piece) => piece.empty)) {
    return printed(`${name}(${values.map((piece) => (piece.empty ? `${at(LEVEL.and, piece)} or 0` : piece.code)).join(', ')})`, kind, LEVEL.atom, { whole: values.every((piece) => piece.whole) });
  }
  return printed(`${name}(filter(None, [${values.map((piece) => piece.code).join(', ')}]), default=False)`, kind, LEVEL.atom, { empty: values.every((piece) => piece.empty) });
}

/** What is one of several values: of the kind of those that are something, empty if one of them may be. */
function oneOf(values: readonly Printed[], code: string, level: Printed['level']): Printed {
  const known = values.find((piece) => piece.kind !== 'null') ?? values[0];
  return printed(code, known?.kind ?? 'null', level, { model: known?.model ?? null, empty: values.some((piece) => piece.empty), whole: values.every((piece) => piece.whole) });
}

function asText(piece: Printed, fresh: Fresh): string {
  switch (piece.kind) {
    case 'number': {
      if (!piece.empty) return `str(${piece.code})`;
      const name = fresh();
      return `str(${name}) if (${name} := ${piece.code}) is not False else ""`;
    }
    case 'one': return `${at(LEVEL.atom, piece)}.display_name or ""`;
    case 'many': return `", ".join(${at(LEVEL.atom, piece)}.mapped("display_name"))`;
    case 'text': return piece.empty ? `${at(LEVEL.and, piece)} or ""` : piece.code;
    default: return `str(${at(LEVEL.and, piece)} or "")`;
  }
}
