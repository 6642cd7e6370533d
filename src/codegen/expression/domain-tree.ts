import type { SpecIndex } from '../spec/spec-index.js';
import { domainText, type DomainPlace } from './domain-value.js';
import { walk } from './kinds.js';

export interface DomainScope {
  readonly index: SpecIndex;
  /** Null where the model is Odoo's and not looked up. */
  readonly model: string | null;
  readonly place: DomainPlace;
}

/** A domain in Odoo's prefix form: a tree until it is printed. */
export type Tree = { readonly leaf: string } | { readonly operator: '&' | '|'; readonly operands: readonly Tree[] } | { readonly operator: '!'; readonly operand: Tree };

export function leaf(scope: DomainScope, path: readonly string[], operator: string, value: string): Tree {
  return { leaf: `(${domainText(path.join('.'), scope.place)}, ${domainText(operator, scope.place)}, ${value})` };
}

/** All records, or none. */
export function allOrNone(all: boolean, scope: DomainScope): Tree {
  return { leaf: `(${all ? 1 : 0}, ${domainText('=', scope.place)}, 1)` };
}

/** The terms of a domain, which are joined by "and" without a word. */
export function domainTermsOf(node: Tree, place: DomainPlace): string[] {
  return 'operator' in node && node.operator === '&' ? node.operands.flatMap((operand) => domainTermsOf(operand, place)) : prefix(node, place);
}

function prefix(node: Tree, place: DomainPlace): string[] {
  if ('leaf' in node) return [node.leaf];
  if (node.operator === '!') return [domainText('!', place), ...prefix(node.operand, place)];
  const marks = Array.from({ length: node.operands.length - 1 }, () => domainText(node.operator, place));
  return [...marks, ...node.operands.flatMap((operand) => prefix(operand, place))];
}

/**
 * Odoo looks for a related record that fits, and finds none where the relation is empty. In this language a field of no
 * record is empty, or 0, or false: `wanted` says if the condition holds for that.
 */
export function overRelations(asked: Tree, path: readonly string[], scope: DomainScope, wanted: boolean): Tree {
  const relations = walk(scope.index, scope.model, path).slice(0, -1);
  const found = 'operator' in asked && asked.operator === '!';
  if (found === wanted || relations.some(({ kind }) => kind !== 'one')) return asked;
  const optional = relations.flatMap(({ required }, i) => (required ? [] : [path.slice(0, i + 1)]));
  const missing = optional.map((relation) => leaf(scope, relation, wanted ? '=' : '!=', 'False'));
  return missing.length === 0 ? asked : { operator: wanted ? '|' : '&', operands: [...missing, asked] };
}
