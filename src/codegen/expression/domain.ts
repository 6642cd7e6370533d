import type { Expression } from '../../domain/expression/ast.js';
import { comparison } from './domain-comparison.js';
import { allOrNone, domainTermsOf, leaf, overRelations, type DomainScope, type Tree } from './domain-tree.js';
import { walk } from './kinds.js';
import { notHere } from './not-here.js';

/** An expression as a domain, e.g. `[('state', '=', 'draft')]`. @throws BuilderError user `expression_not_here` for what a domain cannot say. */
export function printDomain(expression: Expression, scope: DomainScope): string {
  return `[${domainTerms(expression, scope).join(', ')}]`;
}

/** The same, term by term, for whoever lays it out. */
export function domainTerms(expression: Expression, scope: DomainScope): string[] {
  return domainTermsOf(tree(expression, scope, false), scope.place);
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
      if (typeof node.value === 'boolean') return allOrNone(node.value !== negated, scope);
      break;
    default:
  }
  throw notHere('This cannot be said in a domain.', 'Compare a field of the model with a value, and join comparisons by and, or, not.');
}

function truth(path: readonly string[], scope: DomainScope, negated: boolean): Tree {
  const boolean = walk(scope.index, scope.model, path).at(-1)?.kind === 'boolean';
  const asked = boolean ? leaf(scope, path, '=', negated ? 'False' : 'True') : leaf(scope, path, negated ? '=' : '!=', 'False');
  return overRelations(asked, path, scope, negated);
}

function exists(args: readonly Expression[], scope: DomainScope, negated: boolean): Tree {
  const [path, condition] = args;
  if (path?.kind !== 'path') throw notHere('exists() in a domain wants a field.', 'Name one.');
  if (condition === undefined) return truth(path.segments, scope, negated);
  const comodel = walk(scope.index, scope.model, path.segments).at(-1)?.comodel ?? null;
  return leaf(scope, path.segments, negated ? 'not any' : 'any', printDomain(condition, { ...scope, model: comodel }));
}
