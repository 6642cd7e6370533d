import { z } from 'zod/v4';
import { expression, label, modelName, recordId, recordRef, sentence, value, values } from './primitives.js';

export const STEPS = ['create', 'write', 'delete', 'press', 'run', 'wizard', 'settings', 'expect', 'count', 'find', 'mailed', 'activity', 'posted', 'printed', 'open', 'call'] as const;

/** One step of a scenario: what a person does in Odoo, or what has to hold then. */
export const step = z.strictObject({
  do: z.enum(STEPS).describe('press: a transition or button of the record; run: a scheduled job; wizard: fill in a wizard and confirm it; settings: what is set on the settings page; expect: an expression that must be true; count: how many records match; find: the one record that matches, so that later steps speak of what a button made; mailed, activity, posted, printed: what a mail, an activity, the chatter or a document must say; open: a page, by its address; call: an endpoint'),
  model: modelName.optional().describe('create, count, find'),
  as: recordId.optional().describe('create, find: the name by which later steps speak of the record'),
  record: recordId.optional().describe('write, delete, press, expect, mailed, activity, posted, printed: the record, by its name'),
  values: values.optional().describe('create, write, wizard, settings'),
  job: recordId.optional().describe('run: the id of the job'),
  wizard: modelName.optional().describe('wizard: its name'),
  records: z.array(recordId).min(1).max(20).optional().describe('wizard: the records that are selected'),
  rows: z.array(values).max(20).optional().describe('wizard: what is changed in its rows, from the first on'),
  report: recordId.optional().describe('printed: the id of the report'),
  text: z.string().min(1).max(300).optional().describe('mailed, activity, posted, printed: a part of what it must say'),
  to: value.optional().describe('mailed: the contact or user who must get it; activity: the user who must have it, e.g. "=ada"'),
  form: z.boolean().optional().describe('create: true: filled in field by field in the form, as a person does, so that it fills itself (onchanges)'),
  button: recordId.optional().describe('press: id of the transition or action'),
  where: expression.optional().describe('count, find: which records'),
  that: expression.optional().describe('expect: must be true, over the fields of the record; other records by their name'),
  equals: z.number().int().min(0).optional().describe('count; mailed, activity, posted: how many, one or more when left out'),
  user: recordRef.optional().describe('run this step as a user who has only this group (besides base.group_user)'),
  customer: recordId.optional().describe('run this step as the portal user of this contact, by its name'),
  path: z.string().regex(/^\/[A-Za-z0-9_/{}-]{0,200}$/).optional().describe('open: e.g. /my/repairs/{repair}, with the names of records'),
  endpoint: recordId.optional().describe('call: its id'),
  shows: z.array(label).max(10).optional().describe('open, call: texts that must be in the answer'),
  hides: z.array(label).max(10).optional().describe('open, call: texts that must not be in it'),
  refused: z.boolean().optional().describe('true: Odoo must refuse this step'),
  message: z.string().max(300).optional().describe('refused: a part of the message that the person reads'),
});

export const criterion = z.strictObject({
  id: z.string().regex(/^AC-[1-9][0-9]{0,2}$/).describe('AC-1, AC-2, …'),
  title: label,
  given: sentence.describe('the situation, in words'),
  when: sentence.describe('what happens'),
  then: sentence.describe('what must be true afterwards'),
  scenario: z.array(step).max(40).optional().describe('the same as steps that can be run; left out only if these steps cannot say it'),
});

export type Step = z.output<typeof step>;
export type Criterion = z.output<typeof criterion>;
