import { z } from 'zod/v4';
import { effects } from './effects.js';
import { field, storedOption } from './fields.js';
import { portal } from './portal.js';
import { expression, fieldName, label, modelName, recordId, recordRef, values, words } from './primitives.js';
import { views } from './views.js';

export const constraint = z.strictObject({
  id: recordId,
  message: label.describe('what the person reads'),
  unique: z.array(fieldName).min(1).max(6).optional().describe('SQL: this combination exists once'),
  where: expression.optional().describe('unique, noOverlap: only among records for which this holds'),
  noOverlap: z.strictObject({
    start: fieldName.describe('date or datetime'),
    stop: fieldName.describe('of the same type; a record without one has no end. One datetime may begin when another ends; of dates both days count'),
    by: z.array(fieldName).max(4).default([]).describe('only records that are the same in these, e.g. room_id'),
  }).optional().describe('Python: no two records at the same time'),
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
  effects,
  words: words.optional().describe('what else happens, in words'),
});

export const states = z.strictObject({
  field: fieldName.default('state'),
  label: label.default('Status'),
  options: z.array(storedOption.extend({ fold: z.boolean().default(false) })).min(2).max(20),
  initial: fieldName,
  transitions: z.array(transition).max(40).default([]),
});

/** A button that is no transition. */
export const action = z.strictObject({
  id: recordId.describe('the method, e.g. action_send_reminder'),
  label,
  groups: z.array(recordRef).max(10).default([]),
  set: values.default({}),
  effects,
  words: words.optional(),
});

/** What happens when a record comes into a closed stage: as in a transition. */
export const closing = z.strictObject({
  groups: z.array(recordRef).max(10).default([]).describe('who may close; everybody with write access when empty'),
  guard: expression.optional().describe('must be true'),
  guardMessage: label.optional().describe('what the person reads when the guard does not hold'),
  set: values.default({}).describe('fields that it sets'),
  effects,
  words: words.optional().describe('what else happens, in words'),
});

/** Steps that people name, order, add and fold themselves, as records of a model made for them. */
export const stages = z.strictObject({
  model: modelName.describe('made for the stages, e.g. desk.stage'),
  field: fieldName.default('stage_id'),
  label: label.default('Stage'),
  groups: z.array(recordRef).min(1).max(10).describe('who may add, rename, order and delete stages; every employee reads them'),
  options: z.array(z.strictObject({ id: recordId, label, fold: z.boolean().default(false), closed: z.boolean().default(false).describe('what is in it is done') })).min(1).max(20).describe('the stages that the module brings; a new record is in the first'),
  closing: closing.optional().describe('what happens when a record comes into a closed stage'),
});

/** A button at the top of a form that shows a number and opens the records behind it. */
export const smartButton = z.strictObject({
  id: recordId.describe('the method, e.g. action_view_loans'),
  label,
  relation: fieldName.describe('one2many or many2many of this model: what it opens'),
  value: fieldName.optional().describe('number field that it shows, e.g. an amount; how many records when left out'),
  where: expression.optional().describe('only these of the records'),
  icon: z.string().regex(/^fa-[a-z0-9-]{1,40}$/).default('fa-list'),
  groups: z.array(recordRef).max(10).default([]),
});

/** A method that Odoo has, with something before and after it. */
export const override = z.strictObject({
  id: recordId.describe('e.g. keep_confirmed'),
  method: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/).describe('create, write, unlink, copy, or a button’s method of an extended model, e.g. action_confirm'),
  fields: z.array(fieldName).max(30).default([]).describe('write: only when one of these is written'),
  guard: expression.optional().describe('must be true; over the record before it is written, deleted or copied, after it is created'),
  message: label.optional().describe('what the person reads when the guard does not hold'),
  set: values.default({}).describe('fields that are set afterwards; copy: on the copy'),
  words: words.optional().describe('what else happens afterwards, in words'),
});

/** In a form, before it is saved: fields follow others. */
export const onchange = z.strictObject({
  id: recordId,
  fields: z.array(fieldName).min(1).max(10).describe('when a person changes one of these'),
  when: expression.optional().describe('and this holds'),
  set: values.default({}),
  words: words.optional(),
});

export const sequence = z.strictObject({
  field: fieldName.describe('the char field that gets the number'),
  prefix: z.string().max(40).default('').describe('e.g. CT/%(year)s/'),
  padding: z.number().int().min(1).max(12).default(5),
  yearly: z.boolean().default(false).describe('begins anew each year; the prefix has to name it by %(range_year)s or %(range_y)s'),
  perCompany: z.boolean().default(false).describe('each company counts for itself'),
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
  renamedFrom: modelName.optional().describe('its name in the revision before: its records go along'),
  extends: z.boolean().default(false).describe('true: adds to a model that Odoo already has'),
  label: label.describe('one record, e.g. Book'),
  labelPlural: label.optional().describe('many, for the menu, e.g. Books'),
  description: z.string().max(1000).optional(),
  recName: fieldName.optional().describe('the field that names a record; name when left out'),
  order: z.string().regex(/^[a-z][a-z0-9_]*( (asc|desc))?(, [a-z][a-z0-9_]*( (asc|desc))?)*$/).optional(),
  mailThread: z.boolean().default(false).describe('chatter: messages, followers, activities'),
  multiCompany: z.boolean().default(false).describe('each record belongs to a company, and only those of a person’s companies are seen'),
  fields: z.array(field).max(120).default([]),
  constraints: z.array(constraint).max(40).default([]),
  states: states.optional(),
  stages: stages.optional(),
  actions: z.array(action).max(20).default([]),
  smartButtons: z.array(smartButton).max(10).default([]),
  overrides: z.array(override).max(20).default([]),
  onchanges: z.array(onchange).max(20).default([]),
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
export type Stages = z.output<typeof stages>;
export type Closing = z.output<typeof closing>;
export type SmartButton = z.output<typeof smartButton>;
export type Override = z.output<typeof override>;
export type Onchange = z.output<typeof onchange>;
export type Sequence = z.output<typeof sequence>;
export type Action = z.output<typeof action>;
export type Access = z.output<typeof access>;
export type Rule = z.output<typeof rule>;
