import { nearest } from '../../nearest.js';
import { SPECIAL_NAMES } from '../../expression/ast.js';
import { typeWords, type Scope, type Type } from '../../expression/types.js';
import { checkedExpression, hasField, type Tell } from './law.js';
import type { SpecNames } from './spec-names.js';

type Value = string | number | boolean | null | readonly string[];

/** An id of another module, `base.main_company`: a path by its look, no field. */
const FOREIGN_ID = /^=\s*([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\s*$/;

const isSpecial = (name: string): boolean => (SPECIAL_NAMES as readonly string[]).includes(name);

/** Tells if a value cannot go into a field of that type. */
export function checkValue(names: SpecNames, value: Value, type: Type, path: string, scope: Scope, tell: Tell): void {
  if (value === null) return;
  if (typeof value === 'object') {
    if (type.kind !== 'many' && type.kind !== 'unknown') tell(path, `A list does not go into ${typeWords(type)}.`, 'Give one value.');
    value.forEach((item, index) => {
      if (item.startsWith('=')) checkExpressionValue(names, item, { kind: 'one', model: type.kind === 'many' ? type.model : null }, `${path}[${index}]`, scope, tell);
      else if (type.kind === 'many') tell(`${path}[${index}]`, `\`${item}\` is a text, a record is needed.`, `Write "=${item}" to name a record.`);
    });
    return;
  }
  if (typeof value === 'string' && value.startsWith('=')) return checkExpressionValue(names, value, type, path, scope, tell);
  checkLiteral(value, type, path, tell);
}

function checkExpressionValue(names: SpecNames, value: string, type: Type, path: string, scope: Scope, tell: Tell): void {
  const foreign = FOREIGN_ID.exec(value);
  const field = foreign?.[1] === undefined || scope.model === null ? null : names.fieldType(scope.model, foreign[1]);
  // Of a model of Odoo every name may be a field; none is called like an app.
  if (foreign?.[1] !== undefined && scope.named(foreign[1]) === null && (field === null || (field.kind === 'unknown' && names.brought.has(foreign[1])))) {
    const known = names.brought.has(foreign[1]);
    if (foreign[1] === names.spec.name) tell(path, 'Records of this module are named without its name.', `Write "=${foreign[2]}".`);
    else if (!known && !isSpecial(foreign[1])) tell(path, `\`${foreign[1]}\` is neither a record here nor an app in depends.`, nearest(foreign[1], names.recordIds()) || `Add \`${foreign[1]}\` to depends if it is an app.`);
    if (!isSpecial(foreign[1])) return;
  }
  checkedExpression(value.slice(1), path, scope, tell, type);
}

function checkLiteral(value: string | number | boolean, type: Type, path: string, tell: Tell): void {
  if (type.kind === 'text' && type.options !== undefined) {
    if (typeof value !== 'string' || !type.options.includes(value)) tell(path, `'${String(value)}' is none of the options.`, nearest(String(value), type.options) || `Options: ${type.options.join(', ')}.`);
  } else if (type.kind === 'text') {
    if (typeof value !== 'string') tell(path, `A text is needed, not ${String(value)}.`, `Put it in quotes: "${String(value)}".`);
  } else if (type.kind === 'number') {
    if (typeof value !== 'number') tell(path, `A number is needed, not ${JSON.stringify(value)}.`, 'Numbers stand without quotes.');
  } else if (type.kind === 'boolean') {
    if (typeof value !== 'boolean') tell(path, `true or false is needed, not ${JSON.stringify(value)}.`, 'Write true or false, without quotes.');
  } else if (type.kind === 'date' || type.kind === 'datetime') {
    const shape = type.kind === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/;
    if (typeof value !== 'string' || !shape.test(value) || Number.isNaN(Date.parse(value.slice(0, 10)))) tell(path, `${typeWords(type)} is needed, not ${JSON.stringify(value)}.`, type.kind === 'date' ? 'E.g. "2026-05-01", or "=today()".' : 'E.g. "2026-05-01 09:00:00", or "=now()".');
  } else if (type.kind === 'one' || type.kind === 'many') {
    tell(path, `A record is needed, not ${JSON.stringify(value)}.`, typeof value === 'string' ? `Write "=${value}" to name a record of data, demo or an earlier step.` : 'Name a record: "=its_id".');
  }
}

/** Tells values for fields that are not there, or of another type. */
export function checkValues(names: SpecNames, model: string, values: Readonly<Record<string, Value>>, path: string, scope: Scope, tell: Tell): void {
  for (const [field, value] of Object.entries(values)) {
    const place = `${path}.${field}`;
    if (!hasField(names, model, field, place, tell)) continue;
    const described = names.field(model, field);
    const back = described?.compute?.inverse !== undefined || described?.compute?.inverseWords !== undefined;
    if ((described?.compute !== undefined && !back) || (described?.related !== undefined && described.readonly)) tell(place, `\`${field}\` is computed; nobody sets it.`, 'Take it out.');
    checkValue(names, value, names.fieldType(model, field) ?? { kind: 'unknown' }, place, scope, tell);
  }
}
