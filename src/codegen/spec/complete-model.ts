import { field as fieldSchema, type Field, type FieldInput } from '../../domain/module-spec/fields.js';
import { impliedFields, impliedRules } from '../../domain/module-spec/implied.js';
import { WITH_CURRENCY } from '../../domain/module-spec/laws/odoo-names.js';
import type { Model } from '../../domain/module-spec/models.js';
import { barcodeName } from '../models/barcode.js';

/** The model with the fields that its states, sequence and amounts imply, unless the spec says them itself. */
export function completeModel(model: Model): Model {
  const fields = [...model.fields];
  const add = (position: 'first' | 'last', input: FieldInput): void => {
    if (fields.some((field) => field.name === input.name)) return;
    const made = fieldSchema.parse(input);
    if (position === 'first') fields.unshift(made);
    else fields.push(made);
  };
  const { states, sequence } = model;
  if (sequence !== undefined) add('first', { name: sequence.field, type: 'char', label: 'Number' });
  for (const currency of currencyFields(model)) {
    // Defined once more, it would be another field than the one by which Odoo reckons.
    if (model.extends && currency === 'currency_id' && WITH_CURRENCY.has(model.name)) continue;
    add('last', { name: currency, type: 'many2one', label: 'Currency', comodel: 'res.currency', required: true, default: '=company.currency_id' });
  }
  if (states !== undefined) {
    add('last', { name: states.field, type: 'selection', label: states.label, required: true, copy: false, tracking: model.mailThread, options: states.options.map(({ id, label }) => ({ id, label })), default: states.initial });
  }
  for (const implied of impliedFields(model)) add('last', implied);
  return { ...model, rules: [...model.rules, ...impliedRules(model)], fields: fields.flatMap((field) => withBarcode(complete(field, model), fields)), constraints: [...model.constraints, ...uniqueCodes(model)] };
}

/** A code, and the field that shows it as a picture. */
function withBarcode(field: Field, fields: readonly Field[]): Field[] {
  if (field.barcode === undefined || fields.some(({ name }) => name === barcodeName(field))) return [field];
  const picture = fieldSchema.parse({ name: barcodeName(field), type: 'binary', label: `${field.label} (barcode)`, compute: { expression: field.name, store: false } } satisfies FieldInput);
  return [{ ...field, copy: field.copy ?? false, index: true }, picture];
}

/** A code that is scanned leads to one record. */
function uniqueCodes(model: Model): Model['constraints'] {
  return model.fields
    .filter((field) => field.barcode !== undefined && !model.constraints.some(({ unique }) => unique?.length === 1 && unique[0] === field.name))
    .map((field) => ({ id: `unique_${field.name}`.slice(0, 60), unique: [field.name], message: `${field.label}: this code is taken already.`.slice(0, 120) }));
}

function currencyFields(model: Model): Set<string> {
  return new Set(model.fields.filter((field) => field.type === 'monetary').map((field) => field.currencyField ?? 'currency_id'));
}

function complete(field: Field, model: Model): Field {
  if (field.name === 'active' && field.type === 'boolean' && field.default === undefined) return { ...field, default: true };
  if (field.name === model.sequence?.field) return { ...field, readonly: true, required: true, copy: false };
  if (field.name === model.states?.field) return { ...field, type: 'selection', readonly: true, required: true, copy: field.copy ?? false, options: model.states.options.map(({ id, label }) => ({ id, label })), default: model.states.initial };
  return field;
}

/** The field that names a record; null when Odoo's own `name` does, or nothing can. */
export function recordName(model: Model): string | null {
  if (model.recName !== undefined) return model.recName;
  if (model.fields.some((field) => field.name === 'name')) return 'name';
  return model.sequence?.field ?? model.fields.find((field) => field.type === 'char')?.name ?? null;
}
