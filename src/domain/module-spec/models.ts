import { z } from 'zod/v4';
import { field } from './fields.js';
import { portal } from './portal.js';
import { expression, fieldName, label, modelName, recordId, recordRef, values, words } from './primitives.js';
import { views } from './views.js';

export const constraint = z.strictObject({
  id: recordId,
  message: label.describe('what the person reads'),
  unique: z.array(fieldName).min(1).max(6).optional().describe('SQL: this combination exists once'),
  check: expression.optional().describe('SQL check over columns of the table, e.g. price >= 0'),
  holds: expression.optional().describe('Python: must be true for each record, may follow relations'),
  words: words.optional().describe('Python, in words'),
});

export const transition = z.strictObject({
  id: recordId.describe('the button, e.g. action_lend'),
  label,
  from: z.array(fieldName).min(1).max(20),
  to: fieldName,
  groups: z.array(recordRef).max(10).default([]).describe('who may press it; everybody with write access when empty'),
  guard: expression.optional().describe('must be true'),
  guardMessage: label.optional().describe('what the person reads when the guard does not hold'),
  set: values.default({}).describe('fields that it sets, e.g. {return_date: "=today()"}'),
  words: words.optional().describe('what else happens, in words'),
});

export const states = z.strictObject({
  field: fieldName.default('state'),
  label: label.default('Status'),
  options: z.array(z.strictObject({ id: fieldName, label, fold: z.boolean().default(false) })).min(2).max(20),
  initial: fieldName,
  transitions: z.array(transition).max(40).default([]),
});

/** A button that is no transition. */
export const action = z.strictObject({
  id: recordId.describe('the method, e.g. action_send_reminder'),
  label,
  groups: z.array(recordRef).max(10).default([]),
  set: values.default({}),
  words: words.optional(),
});

export const sequence = z.strictObject({
  field: fieldName.describe('the char field that gets the number'),
  prefix: z.string().max(40).default('').describe('e.g. CT/%(year)s/'),
  padding: z.number().int().min(1).max(12).default(5),
});

export const access = z.strictObject({
  group: recordRef,
  read: z.boolean().default(true),
  write: z.boolean().default(false),
  create: z.boolean().default(false),
  delete: z.boolean().default(false),
});

export const rule = z.strictObject({
  id: recordId,
  label,
  groups: z.array(recordRef).max(10).default([]).describe('for everybody when empty'),
  where: expression.describe("records that they may touch, e.g. user_id == user or company_id in companies"),
  read: z.boolean().default(true),
  write: z.boolean().default(true),
  create: z.boolean().default(true),
  delete: z.boolean().default(true),
});

export const model = z.strictObject({
  name: modelName,
  extends: z.boolean().default(false).describe('true: adds to a model that Odoo already has'),
  label: label.describe('one record, e.g. Book'),
  labelPlural: label.optional().describe('many, for the menu, e.g. Books'),
  description: z.string().max(1000).optional(),
  recName: fieldName.optional().describe('the field that names a record; name when left out'),
  order: z.string().regex(/^[a-z][a-z0-9_]*( (asc|desc))?(, [a-z][a-z0-9_]*( (asc|desc))?)*$/).optional(),
  mailThread: z.boolean().default(false).describe('chatter: messages, followers, activities'),
  fields: z.array(field).max(120).default([]),
  constraints: z.array(constraint).max(40).default([]),
  states: states.optional(),
  actions: z.array(action).max(20).default([]),
  sequence: sequence.optional(),
  views: views.optional(),
  access: z.array(access).max(30).default([]),
  rules: z.array(rule).max(20).default([]),
  portal: portal.optional().describe('pages for customers'),
  importTemplate: z.boolean().default(false).describe('offers a spreadsheet to fill in when records are imported'),
});

export type Model = z.output<typeof model>;
export type Constraint = z.output<typeof constraint>;
export type States = z.output<typeof states>;
export type Transition = z.output<typeof transition>;
export type Action = z.output<typeof action>;
export type Access = z.output<typeof access>;
export type Rule = z.output<typeof rule>;
