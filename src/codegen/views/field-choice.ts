import type { Field } from '../../domain/module-spec/fields.js';
import { countField } from '../../domain/module-spec/implied.js';
import type { Model } from '../../domain/module-spec/models.js';
import { recordName } from '../spec/complete-model.js';

/** Types that no standard view shows well. */
const HIDDEN_TYPES = new Set<Field['type']>(['json', 'properties_definition', 'many2one_reference']);
const LONG_TYPES = new Set<Field['type']>(['text', 'html']);
const COLUMN_TYPES = new Set<Field['type']>(['char', 'integer', 'float', 'monetary', 'boolean', 'date', 'datetime', 'selection', 'many2one', 'many2many']);

export const isCurrency = (field: Field, model: Model): boolean => model.fields.some((other) => other.type === 'monetary' && (other.currencyField ?? 'currency_id') === field.name);

/** The fields of a model that a person fills in or reads, by where a form shows them. */
export interface FieldChoice {
  readonly title: string | null;
  readonly image: Field | null;
  readonly plain: readonly Field[];
  readonly long: readonly Field[];
  readonly lines: readonly Field[];
}

export function chooseFields(model: Model): FieldChoice {
  const title = recordName(model);
  const shown = model.fields.filter((field) => field.name !== title && field.name !== 'active' && field.name !== model.states?.field && field.name !== model.stages?.field && !isCounted(field, model) && !HIDDEN_TYPES.has(field.type) && !isCurrency(field, model));
  const image = shown.find((field) => field.type === 'image') ?? null;
  return {
    title: model.fields.some((field) => field.name === title) ? title : null,
    image,
    plain: shown.filter((field) => field !== image && !LONG_TYPES.has(field.type) && field.type !== 'one2many'),
    long: shown.filter((field) => LONG_TYPES.has(field.type)),
    lines: shown.filter((field) => field.type === 'one2many'),
  };
}

/** It stands in a smart button already. */
function isCounted(field: Field, model: Model): boolean {
  return model.smartButtons.some((button) => (button.value ?? countField(button)) === field.name);
}

/** Columns of a list when the spec names none: the record's name, what tells records apart, the status last. */
export function defaultColumns(model: Model, except: string | undefined, most: number): string[] {
  const { title, plain } = chooseFields(model);
  const state = model.states?.field ?? model.stages?.field;
  const names = plain.filter((field) => COLUMN_TYPES.has(field.type) && field.name !== except).map((field) => field.name);
  return [...(title === null || title === except ? [] : [title]), ...names.slice(0, most), ...(state === undefined ? [] : [state])];
}

/** Currency fields that amounts among these fields need beside them. */
export function currenciesOf(model: Model, names: readonly string[]): string[] {
  const needed = model.fields.filter((field) => field.type === 'monetary' && names.includes(field.name)).map((field) => field.currencyField ?? 'currency_id');
  return [...new Set(needed)].filter((name) => !names.includes(name));
}
