import { z } from 'zod/v4';
import { effects, path, template } from './effects.js';
import { field, FIELD_TYPES, option } from './fields.js';
import { expression, fieldName, label, modelName, recordId, recordRef, value, words } from './primitives.js';

/** A mail whose text is written here once, and filled in for each record. */
export const mailTemplate = z.strictObject({
  id: recordId,
  label,
  model: modelName,
  subject: z.string().min(1).max(300).describe('{{path}} stands for a field of the record'),
  body: template.describe('paragraphs with empty lines between; {{path}} stands for a field of the record'),
  to: path.describe('a relation to contacts, or a char field with an address'),
  language: path.optional().describe('the char field with the language, e.g. partner_id.lang'),
  report: recordId.optional().describe('the id of a report that goes along as a PDF'),
});

export const INTERVALS = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;

/** What happens by itself, again and again. */
export const job = z.strictObject({
  id: recordId.describe('e.g. job_plan_visits'),
  label,
  model: modelName,
  every: z.number().int().min(1).max(999).default(1),
  unit: z.enum(INTERVALS).default('days'),
  where: expression.optional().describe('for which records; all when left out'),
  effects,
  words: words.optional().describe('what happens with a record, in words'),
});

/** Rows of a wizard, one for each record of a relation of the selected records. */
export const wizardLines = z.strictObject({
  label,
  of: path.optional().describe('a relation of the selected records; one row for each of these themselves when left out'),
  when: expression.optional().describe('only records for which this is true'),
  fields: z.array(field).min(1).max(20).describe('a default after "=" sees the fields of the record that the row is for'),
});

/** A window that asks before something happens. */
export const wizard = z.strictObject({
  name: modelName.describe('its model, e.g. workshop.bill.wizard'),
  label,
  model: modelName.describe('the model from which it opens'),
  form: z.boolean().default(true).describe('a button on the form'),
  list: z.boolean().default(false).describe('an entry in the action menu of the list, for the selected records'),
  groups: z.array(recordRef).max(10).default([]).describe('who may use it; everybody with access to the model when empty'),
  fields: z.array(field).max(40).default([]),
  lines: wizardLines.optional(),
  run: label.default('Confirm').describe('the button that does it'),
  effects,
  words: words.optional(),
});

export const SETTING_TYPES = ['char', 'integer', 'float', 'boolean', 'selection', 'many2one'] as const satisfies readonly (typeof FIELD_TYPES)[number][];

/** One entry on the settings page. */
export const setting = z.strictObject({
  name: fieldName,
  label,
  help: z.string().max(500).optional(),
  type: z.enum(SETTING_TYPES),
  per: z.enum(['company', 'installation']).default('company').describe('company: expressions read company.name; installation: setting.name'),
  default: value.optional().describe('a literal'),
  options: z.array(option).max(60).optional().describe('selection'),
  comodel: modelName.optional().describe('many2one'),
  group: recordRef.optional().describe('boolean, per installation: everybody gets this group while it is on; the name begins with group_'),
});

export const PAPER_FORMATS = ['A4', 'A5', 'A6', 'Letter', 'Legal'] as const;

export const reportSection = z.strictObject({
  title: label.optional(),
  text: template.optional().describe('paragraphs; {{path}} stands for a field of the record'),
  fields: z.array(path).max(40).default([]).describe('fields with their labels, in two columns'),
  table: path.optional().describe('a relation whose records are rows'),
  columns: z.array(path).max(12).default([]).describe('table: fields of the rows'),
  totals: z.array(path).max(6).default([]).describe('table: columns with a sum below'),
  when: expression.optional().describe('table: only rows for which this is true'),
});

/** A document of a record, to print. */
export const report = z.strictObject({
  id: recordId,
  label: label.describe('what stands in the print menu'),
  model: modelName,
  title: z.string().min(1).max(300).describe('the heading; {{path}} stands for a field of the record'),
  format: z.enum(PAPER_FORMATS).default('A4'),
  landscape: z.boolean().default(false),
  button: z.boolean().default(false).describe('a button on the form as well'),
  groups: z.array(recordRef).max(10).default([]).describe('who may print it; everybody who may read the record when empty'),
  sections: z.array(reportSection).min(1).max(20),
});

export type MailTemplate = z.output<typeof mailTemplate>;
export type Job = z.output<typeof job>;
export type Wizard = z.output<typeof wizard>;
export type WizardLines = z.output<typeof wizardLines>;
export type Setting = z.output<typeof setting>;
export type Report = z.output<typeof report>;
export type ReportSection = z.output<typeof reportSection>;
