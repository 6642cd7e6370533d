import type { Call, Expression } from '../../domain/expression/ast.js';
import { recordVariable } from '../python/names.js';
import { notHere } from './not-here.js';
import { LEVEL, at, printed, type Printed } from './printed.js';
import type { PythonScope } from './python-scope.js';

/** Prints an argument, in the scope of the call unless another is given. */
type PrintArgument = (argument: Expression, scope?: PythonScope) => Printed;

/** A call of a function of the language as Python. */
export function printCall(node: Call, scope: PythonScope, print: PrintArgument): Printed {
  const [first, second, third] = node.args;
  const value = (argument: Expression | undefined): Printed => {
    if (argument === undefined) throw notHere(`${node.name}() lacks an argument.`, 'Give it.');
    return print(argument);
  };
  switch (node.name) {
    case 'today': return printed(scope.today, 'date');
    case 'now': return printed(scope.now, 'datetime');
    case 'days': case 'months': case 'years': return printed(`${scope.imports.use('relativedelta')}(${node.name}=${value(first).code})`, 'period');
    case 'if': return printed(`${at(LEVEL.or, value(second))} if ${at(LEVEL.or, value(first))} else ${at(LEVEL.conditional, value(third))}`, value(second).kind, LEVEL.conditional, { model: value(second).model });
    case 'coalesce': return printed(node.args.map((argument) => at(LEVEL.and, value(argument))).join(' or '), value(first).kind, LEVEL.or, { model: value(first).model });
    case 'abs': return printed(`abs(${value(first).code})`, 'number');
    case 'round': return printed(`${scope.imports.use('float_round')}(${value(first).code}, precision_digits=${second === undefined ? '0' : value(second).code})`, 'number');
    case 'upper': case 'lower': return printed(`${filled(value(first))}.${node.name}()`, 'text');
    case 'len': return printed(`len(${filled(value(first)).replace(/^\((.*)\)$/, '$1')})`, 'number');
    case 'concat': return printed(`"".join([${node.args.map((argument) => asText(value(argument))).join(', ')}])`, 'text');
    case 'min': case 'max': return node.args.length === 1 ? extreme(node.name, value(first)) : printed(`${node.name}(${node.args.map((argument) => value(argument).code).join(', ')})`, value(first).kind);
    case 'avg': return printed(`(sum(numbers) / len(numbers) if (numbers := ${many(value(first), 'avg')}) else 0)`, 'number');
    case 'count': return printed(`len(${records(node, scope, print).code})`, 'number');
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
  return printed(`${all.code}.filtered(lambda ${name}: ${print(condition, inner).code})`, 'many', LEVEL.atom, { model: all.model });
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
  return printed(`${name}(filter(None, ${many(piece, name)}), default=False)`, piece.element ?? 'unknown');
}

function filled(piece: Printed): string {
  return isLiteral(piece) ? piece.code : `(${at(LEVEL.and, piece)} or "")`;
}

function asText(piece: Printed): string {
  if (isLiteral(piece)) return piece.code;
  if (piece.kind === 'number') return `str(${piece.code})`;
  if (piece.kind === 'one') return `${at(LEVEL.atom, piece)}.display_name or ""`;
  return piece.kind === 'text' ? `${at(LEVEL.or, piece)} or ""` : `str(${at(LEVEL.or, piece)} or "")`;
}

function isLiteral(piece: Printed): boolean {
  return /^["']/.test(piece.code);
}
