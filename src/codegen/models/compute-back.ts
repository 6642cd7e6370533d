import type { Expression } from '../../domain/expression/ast.js';
import { parseExpression } from '../../domain/expression/parse.js';
import { BuilderError } from '../../domain/errors.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { domainTerms } from '../expression/domain.js';
import type { Imports } from '../python/imports.js';
import { layout, list } from '../python/layout.js';
import { requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { buttonPrinter, writeLines } from './buttons.js';
import { bodyLines, method } from './method.js';

export function hasInverse({ compute }: Field): boolean {
  return compute?.inverse !== undefined || compute?.inverseWords !== undefined;
}

/** `_inverse_total`: what is set when a person changes a computed value. */
export function printInverse(field: Field, model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string | null {
  if (!hasInverse(field)) return null;
  const head = `_inverse_${field.name}(self)`;
  if (field.compute?.inverseWords !== undefined) return method(head, bodyLines(requireBody(bodies, slotId(model.name, 'inverse', field.name)), imports));
  const printer = buttonPrinter(model, index, imports, bodies);
  return method(head, [`for ${printer.record} in self:`, ...writeLines(new Map(), field.compute?.inverse ?? {}, printer)]);
}

export function hasSearch(field: Field, model: Model, index: SpecIndex): boolean {
  return field.compute?.searchWords !== undefined || searchTerms(field, model, index) !== null;
}

/** `_search_late`: records for which a condition holds that is not stored; Odoo itself looks for the others. */
export function printSearch(field: Field, model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string | null {
  const head = `_search_${field.name}(self, operator, value)`;
  if (field.compute?.searchWords !== undefined) return method(head, bodyLines(requireBody(bodies, slotId(model.name, 'search', field.name)), imports));
  const terms = searchTerms(field, model, index);
  if (terms === null) return null;
  return method(head, ['if operator != "in":', '    return NotImplemented', ...layout(list(terms), 2, 'return ').split('\n').map((line, i) => (i === 0 ? line : line.slice(8)))]);
}

/** The condition of a field as a domain; null where no domain can say it, or the database has the field itself. */
function searchTerms(field: Field, model: Model, index: SpecIndex): readonly string[] | null {
  const { compute } = field;
  if (field.type !== 'boolean' || compute?.expression === undefined || compute.store) return null;
  const expression: Expression = parseExpression(compute.expression);
  try {
    return domainTerms(expression, { index, model: model.name, place: { kind: 'python', user: 'self.env.user', named: () => null } });
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'expression_not_here') return null;
    throw error;
  }
}
