import type { Binary, Comparison, Expression } from '../../domain/expression/ast.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { domainText, domainValue, type DomainPlace } from './domain-value.js';
import { walk } from './kinds.js';
import { notHere } from './not-here.js';

export interface DomainScope {
  readonly index: SpecIndex;
  /** Null where the model is Odoo's and not looked up. */
  readonly model: string | null;
  readonly place: DomainPlace;
}

/** A domain in Odoo's prefix form: a tree until it is printed. */
type Tree = { readonly leaf: string } | { readonly operator: '&' | '|'; readonly operands: readonly Tree[] } | { readonly operator: '!'; readonly operand: Tree };

const MIRROR: Readonly<Record<string, Comparison>> = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const NEGATED: Readonly<Record<string, Comparison>> = { '==': '!=', '!=': '==', in: 'not in', 'not in': 'in' };

/** An expression as a domain, e.g. `[('state', '=', 'draft')]`. @throws BuilderError user `expression_not_here` for what a domain cannot say. */
export function printDomain(expression: Expression, scope: DomainScope): string {
  return `[${domainTerms(expression, scope).join(', ')}]`;
}

/** The same, term by term, for whoever lays it out. */
export function domainTerms(expression: Expression, scope: DomainScope): string[] {
  return terms(tree(expression, scope, false), (text) => domainText(text, scope.place));
}

type Quote = (text: string) => string;

function terms(node: Tree, quote: Quote): string[] {
  return 'operator' in node && node.operator === '&' ? node.operands.flatMap((operand) => terms(operand, quote)) : prefix(node, quote);
}

function prefix(node: Tree, quote: Quote): string[] {
  if ('leaf' in node) return [node.leaf];
  if (node.operator === '!') return [quote('!'), ...prefix(node.operand, quote)];
  const marks = Array.from({ length: node.operands.length - 1 }, () => quote(node.operator));
  return [...marks, ...node.operands.flatMap((operand) => prefix(operand, quote))];
}

function tree(node: Expression, scope: DomainScope, negated: boolean): Tree {
  switch (node.kind) {
    case 'unary':
      if (node.operator === 'not') return tree(node.operand, scope, !negated);
      break;
    case 'binary':
      if (node.operator === 'and' || node.operator === 'or') {
        const operator = (node.operator === 'and') === !negated ? '&' : '|';
        const operands = [tree(node.left, scope, negated), tree(node.right, scope, negated)];
        return { operator, operands: operands.flatMap((operand) => ('operator' in operand && operand.operator === operator ? operand.operands : [operand])) };
      }
      return comparison(node, scope, negated);
    case 'path': return truth(node.segments, scope, negated);
    case 'call':
      if (node.name === 'exists') return exists(node.args, scope, negated);
      break;
    case 'literal':
      if (typeof node.value === 'boolean') return { leaf: node.value === negated ? `(0, ${domainText('=', scope.place)}, 1)` : `(1, ${domainText('=', scope.place)}, 1)` };
      break;
    default:
  }
  throw notHere('This cannot be said in a domain.', 'Compare a field of the model with a value, and join comparisons by and, or, not.');
}

function leaf(scope: DomainScope, path: readonly string[], operator: string, value: string): Tree {
  return { leaf: `(${domainText(path.join('.'), scope.place)}, ${domainText(operator, scope.place)}, ${value})` };
}

function truth(path: readonly string[], scope: DomainScope, negated: boolean): Tree {
  const boolean = walk(scope.index, scope.model, path).at(-1)?.kind === 'boolean';
  return boolean ? leaf(scope, path, '=', negated ? 'False' : 'True') : leaf(scope, path, negated ? '=' : '!=', 'False');
}

function exists(args: readonly Expression[], scope: DomainScope, negated: boolean): Tree {
  const [path, condition] = args;
  if (path?.kind !== 'path') throw notHere('exists() in a domain wants a field.', 'Name one.');
  if (condition === undefined) return leaf(scope, path.segments, negated ? '=' : '!=', 'False');
  const comodel = walk(scope.index, scope.model, path.segments).at(-1)?.comodel ?? null;
  return leaf(scope, path.segments, negated ? 'not any' : 'any', printDomain(condition, { ...scope, model: comodel }));
}

function comparison(node: Binary, scope: DomainScope, negated: boolean): Tree {
  const { operator } = node;
  if (isMembership(operator)) return membership(node, scope, negated);
  const mirrored = MIRROR[operator];
  if (mirrored === undefined) throw notHere(`A domain does not calculate with \`${operator}\` on the field’s side.`, 'Put the calculation on the other side, e.g. due_date < today() + days(3).');
  const flip = node.left.kind !== 'path';
  const [field, value] = flip ? [node.right, node.left] : [node.left, node.right];
  const wanted = flip ? mirrored : operator as Comparison;
  if (field.kind !== 'path') throw notHere('A domain compares a field with a value.', 'Name a field of the model on one side.');
  const printed = domainValue(value, scope.place, false);
  const turned = negated ? NEGATED[wanted] : wanted;
  if (turned === undefined) return { operator: '!', operand: leaf(scope, field.segments, wanted, printed) };
  return leaf(scope, field.segments, turned === '==' ? '=' : turned, printed);
}

function isMembership(operator: string): operator is 'in' | 'not in' {
  return operator === 'in' || operator === 'not in';
}

/** `state in ['a']`, `company_id in companies`, and the other way round `user in member_ids`. */
function membership(node: Binary, scope: DomainScope, negated: boolean): Tree {
  const operator = (node.operator === 'in') === negated ? 'not in' : 'in';
  if (node.left.kind === 'path') return leaf(scope, node.left.segments, operator, domainValue(node.right, scope.place, true));
  if (node.right.kind === 'path') return leaf(scope, node.right.segments, operator, `[${domainValue(node.left, scope.place, false)}]`);
  throw notHere('`in` in a domain wants a field on one side.', 'Name one.');
}
