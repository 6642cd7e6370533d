import type { Binary, Comparison, Expression } from '../../domain/expression/ast.js';
import { domainValue, nextDay } from './domain-value.js';
import { allOrNone, leaf, overRelations, type DomainScope, type Tree } from './domain-tree.js';
import { walk, type Kind } from './kinds.js';
import { notHere } from './not-here.js';

const MIRROR: Readonly<Record<string, Comparison>> = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const NEGATED: Readonly<Record<string, Comparison>> = { '==': '!=', '!=': '==', in: 'not in', 'not in': 'in' };

/** A comparison as a domain: of a field with a value, whichever stands first. */
export function comparison(node: Binary, scope: DomainScope, negated: boolean): Tree {
  const { operator } = node;
  if (operator === 'in' || operator === 'not in') return membership(node, scope, (operator === 'in') === negated ? 'not in' : 'in');
  const mirrored = MIRROR[operator];
  if (mirrored === undefined) throw notHere(`A domain does not calculate with \`${operator}\` on the field’s side.`, 'Put the calculation on the other side, e.g. due_date < today() + days(3).');
  const flip = node.left.kind !== 'path';
  const [field, value] = flip ? [node.right, node.left] : [node.left, node.right];
  const wanted = flip ? mirrored : operator as Comparison;
  if (field.kind !== 'path') throw notHere('A domain compares a field with a value.', 'Name a field of the model on one side.');
  const step = walk(scope.index, scope.model, field.segments).at(-1);
  const kind = step?.kind ?? 'unknown';
  if (step?.whole === true && value.kind === 'literal' && typeof value.value === 'number' && !Number.isInteger(value.value)) return againstFraction(wanted, field, value.value, scope, negated);
  const day = kind === 'datetime' ? nextDay(value, scope.place) : null;
  const turned = negated && day === null ? NEGATED[wanted] : wanted;
  const printed = domainValue(value, scope.place, false);
  const asked = day === null ? leaf(scope, field.segments, turned === '==' ? '=' : turned ?? wanted, printed) : againstDay(wanted, field.segments, printed, day, scope);
  // For Odoo an empty text comes before all others; here it is not compared.
  const inOrder: Tree = kind === 'text' && (wanted === '<' || wanted === '<=') ? { operator: '&', operands: [leaf(scope, field.segments, '!=', 'False'), asked] } : asked;
  return overRelations(turned === undefined || (negated && day !== null) ? opposite(inOrder) : inOrder, field.segments, scope, holdsForNothing(wanted, kind, value) !== negated);
}

function opposite(node: Tree): Tree {
  return 'operator' in node && node.operator === '!' ? node.operand : { operator: '!', operand: node };
}

/** A whole number against a fraction, of which Odoo would cut off what is behind the point: `places < 2.5` is `places <= 2`. */
function againstFraction(operator: Comparison, field: Expression, fraction: number, scope: DomainScope, negated: boolean): Tree {
  if (operator === '==' || operator === '!=') return allOrNone((operator === '!=') !== negated, scope);
  return comparison({ kind: 'binary', operator: operator.startsWith('<') ? '<=' : '>', left: field, right: { kind: 'literal', value: Math.floor(fraction) } }, scope, negated);
}

/** A moment against a day, which lasts from its beginning until the next one begins; Odoo takes `today` for a moment. */
function againstDay(operator: Comparison, path: readonly string[], day: string, next: string, scope: DomainScope): Tree {
  switch (operator) {
    case '<=': return leaf(scope, path, '<', next);
    case '>': return leaf(scope, path, '>=', next);
    case '<': case '>=': return leaf(scope, path, operator, day);
    default: {
      const within: Tree = { operator: '&', operands: [leaf(scope, path, '>=', day), leaf(scope, path, '<', next)] };
      return operator === '==' ? within : opposite(within);
    }
  }
}

/** `state in ['a']`, `company_id in companies`, and the other way round `user in member_ids`. */
function membership({ left, right }: Binary, scope: DomainScope, operator: 'in' | 'not in'): Tree {
  if (left.kind === 'path') {
    const kind = walk(scope.index, scope.model, left.segments).at(-1)?.kind ?? 'unknown';
    return overRelations(leaf(scope, left.segments, operator, domainValue(right, scope.place, true)), left.segments, scope, holdsForNothing(operator, kind, right));
  }
  if (right.kind === 'path') return leaf(scope, right.segments, operator, `[${domainValue(left, scope.place, false)}]`);
  throw notHere('`in` in a domain wants a field on one side.', 'Name one.');
}

/** Does a comparison hold for a field of no record? */
function holdsForNothing(operator: Comparison, kind: Kind, value: Expression): boolean {
  const nothing = kind === 'number' ? 0 : kind === 'boolean' ? false : null;
  if (value.kind === 'list') return value.items.includes(nothing) === (operator === 'in');
  const other = value.kind === 'literal' ? value.value : undefined;
  const equal = other !== undefined && (other ?? nothing) === nothing;
  if (operator === '==' || operator === 'in') return equal;
  if (operator === '!=' || operator === 'not in') return !equal;
  if (typeof nothing !== 'number' || typeof other !== 'number') return false;
  return operator === '<' ? nothing < other : operator === '<=' ? nothing <= other : operator === '>' ? nothing > other : nothing >= other;
}
