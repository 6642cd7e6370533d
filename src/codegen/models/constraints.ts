import { parseExpression } from '../../domain/expression/parse.js';
import { pathsOf } from '../../domain/expression/paths.js';
import type { Constraint, Model } from '../../domain/module-spec/models.js';
import { printPython } from '../expression/python.js';
import { methodScope } from '../expression/python-scope.js';
import { negate } from '../expression/negate.js';
import { printSql } from '../expression/sql.js';
import { columnsOf, sqlColumn } from '../expression/sql-column.js';
import type { Imports } from '../python/imports.js';
import { call, layout, text } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import { constraintMethod, requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { bodyLines, condition, method } from './method.js';
import { overlapCheck } from './no-overlap.js';
import { raiseLines } from './raise.js';

/** Attributes of a model class that begin with one underscore: a constraint must not replace them. */
const CLASS_ATTRIBUTES = new Set(['name', 'inherit', 'inherits', 'description', 'order', 'rec_name', 'table', 'auto', 'abstract', 'transient', 'register', 'parent_name', 'parent_store', 'fields', 'module', 'log_access', 'sequence', 'cr', 'ids', 'active_name', 'fold_name', 'check_company_auto', 'custom', 'date_name', 'translate', 'depends', 'constraints']);

/** `_unique_isbn = models.Constraint(…)`, or null for a constraint in Python. */
export function printSqlConstraint(constraint: Constraint, model: Model, index: SpecIndex, imports: Imports): string | null {
  if (constraint.unique !== undefined && constraint.where !== undefined) return uniqueIndex(constraint.unique, constraint.where, constraint, model, index, imports);
  const definition = constraint.unique !== undefined ? `UNIQUE(${constraint.unique.map(sqlColumn).join(', ')})` : constraint.check !== undefined ? `CHECK(${printSql(parseExpression(constraint.check), columnsOf(model.name, index))})` : null;
  if (definition === null) return null;
  const name = constraintAttribute(constraint);
  return `    ${layout(call(`${imports.use('models')}.Constraint`, [text(definition), text(constraint.message)]), 1, `${name} = `)}`;
}

/** A constraint cannot have a condition, an index can. */
function uniqueIndex(unique: readonly string[], where: string, constraint: Constraint, model: Model, index: SpecIndex, imports: Imports): string {
  const definition = `(${unique.map(sqlColumn).join(', ')}) WHERE ${printSql(parseExpression(where), columnsOf(model.name, index))}`;
  return `    ${layout(call(`${imports.use('models')}.UniqueIndex`, [text(definition), text(constraint.message)]), 1, `${constraintAttribute(constraint)} = `)}`;
}

/** The attribute of the model's class, of which the database's name is made. */
export const constraintAttribute = ({ id }: Constraint): string => (CLASS_ATTRIBUTES.has(id) ? `_${id}_constraint` : `_${id}`);

/** `@api.constrains(…) def _check_dates(self): …`, or null for a constraint in SQL. */
export function printPythonConstraint(constraint: Constraint, model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string | null {
  const head = `${constraintMethod(constraint.id)}(self)`;
  if (constraint.words !== undefined) {
    imports.use('api');
    const stored = model.fields.filter((field) => field.type !== 'one2many' && field.related === undefined && field.compute === undefined && !['binary', 'image', 'json', 'properties', 'properties_definition'].includes(field.type)).map((field) => field.name);
    return method(head, bodyLines(requireBody(bodies, slotId(model.name, 'constraint', constraint.id)), imports), constrains(stored));
  }
  const overlap = overlapCheck(constraint, model, index, imports);
  if (overlap !== null) {
    imports.use('api');
    return method(head, overlap.body, constrains(overlap.fields));
  }
  if (constraint.holds === undefined) return null;
  imports.use('api');
  const expression = parseExpression(constraint.holds);
  const record = recordVariable(model.name);
  const piece = printPython(negate(expression, true), methodScope(index, imports, { code: record, model: model.name }));
  const roots = [...new Set(pathsOf(expression).map(([first]) => first).filter((name) => name !== undefined))];
  const lines = condition('if ', piece.code, ':', 3);
  return method(head, [`for ${record} in ${seeing(roots, model)}:`, ...lines.map((line) => `    ${line}`), ...raiseLines('ValidationError', constraint.message, 4, imports).map((line) => `        ${line}`)], constrains(roots));
}

/** What must hold, must hold for whoever writes: also where it speaks of a field that not everybody may read. */
export function seeing(names: readonly string[], model: Model): 'self' | 'self.sudo()' {
  return model.fields.some((field) => names.includes(field.name) && field.groups.length > 0) ? 'self.sudo()' : 'self';
}

function constrains(names: readonly string[]): string[] {
  return layout(call('@api.constrains', names.map(pythonString)), 1).split('\n').map((line, i) => (i === 0 ? line : line.slice(4)));
}
