import { z } from 'zod/v4';
import { expression, fieldName, label, modelName, recordRef, value, values, words } from './primitives.js';

export const FIELD_TYPES = [
  'char', 'text', 'html', 'integer', 'float', 'monetary', 'boolean', 'date', 'datetime', 'binary', 'image', 'json',
  'selection', 'many2one', 'one2many', 'many2many', 'reference', 'many2one_reference', 'properties', 'properties_definition',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const BARCODES = ['Code128', 'EAN13', 'EAN8', 'QR'] as const;

/** How a field looks where Odoo has more than one way. */
export const WIDGETS = ['badge', 'boolean_toggle', 'color_picker', 'email', 'float_time', 'handle', 'percentage', 'phone', 'priority', 'progressbar', 'radio', 'remaining_days', 'url'] as const;
export type Widget = (typeof WIDGETS)[number];

export const option = z.strictObject({ id: fieldName, label });
/** An option that records have stored. */
export const storedOption = option.extend({ renamedFrom: fieldName.optional().describe('its id in the revision before: records that have it go along') });

/** Computed from other fields: by expression where one can say it, else in words. */
export const compute = z.strictObject({
  expression: expression.optional(),
  words: words.optional(),
  depends: z.array(z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/)).max(30).optional().describe('only with words: what it depends on; taken from the expression otherwise'),
  store: z.boolean().default(true),
  keepWhen: expression.optional().describe('stored: while this holds the value stays as it is'),
  inverse: values.optional().describe('what is set when a person changes the computed value, e.g. {stop: "=start + days(length)"}'),
  inverseWords: words.optional().describe('the same in words'),
  searchWords: words.optional().describe('not stored: how records are found by it; a condition is found without words'),
});

/**
 * One flat shape for all field types: which keys go with which type is a law (laws/fields.ts), because a flat
 * shape keeps the JSON Schema that a language model has to fill a tenth of the size of twenty variants.
 */
export const field = z.strictObject({
  name: fieldName,
  renamedFrom: fieldName.optional().describe('its name in the revision before: its values go along'),
  type: z.enum(FIELD_TYPES),
  label,
  help: z.string().max(500).optional(),
  required: z.boolean().default(false),
  readonly: z.boolean().default(false),
  index: z.boolean().default(false),
  copy: z.boolean().optional().describe('false: not copied when a record is duplicated'),
  tracking: z.boolean().default(false).describe('changes are logged in the chatter; needs mailThread'),
  translate: z.boolean().default(false).describe('char, text, html'),
  groups: z.array(recordRef).max(10).default([]).describe('only these groups see the field'),
  widget: z.enum(WIDGETS).optional().describe('how it looks; what suits its type and name when left out'),
  hiddenWhen: expression.optional().describe('forms: not shown while this holds, over fields of the record'),
  readonlyWhen: expression.optional().describe('forms: cannot be edited while this holds'),
  requiredWhen: expression.optional().describe('forms: has to be filled in while this holds'),
  companyDependent: z.boolean().default(false),
  default: value.optional().describe('a literal, or an expression after "=", e.g. "=today()"'),
  compute: compute.optional(),
  related: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/).optional().describe('path over relations, e.g. book_id.author_id'),
  size: z.number().int().min(1).max(2000).optional().describe('char'),
  digits: z.tuple([z.number().int().min(1).max(32), z.number().int().min(0).max(12)]).optional().describe('float: total digits and decimals'),
  currencyField: fieldName.optional().describe('monetary: many2one to res.currency on the same model; currency_id when left out, added if missing'),
  maxWidth: z.number().int().min(16).max(4096).optional().describe('image'),
  barcode: z.enum(BARCODES).optional().describe('char: shown as a barcode too; unique, and found by scanning'),
  options: z.array(storedOption).max(60).optional().describe('selection'),
  models: z.array(modelName).max(20).optional().describe('reference: models it may point to'),
  comodel: modelName.optional().describe('many2one, one2many, many2many'),
  inverse: fieldName.optional().describe('one2many: the many2one on the other model'),
  onDelete: z.enum(['set null', 'restrict', 'cascade']).optional().describe('many2one'),
  where: expression.optional().describe('many2one, many2many: which records may be chosen, over the fields of the comodel'),
  modelField: fieldName.optional().describe('many2one_reference: the char field that names the model'),
  definition: z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/).optional().describe('properties: many2one and properties_definition field on its comodel, e.g. category_id.properties_definition'),
});

export type Field = z.output<typeof field>;
export type FieldInput = z.input<typeof field>;
