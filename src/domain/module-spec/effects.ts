import { z } from 'zod/v4';
import { expression, fieldName, modelName, recordId, recordRef, value, values } from './primitives.js';

export const EFFECTS = ['write', 'create', 'press', 'mail', 'activity', 'post', 'follow', 'open'] as const;

/** A path over relations from the record: `order_id.partner_id`. */
export const path = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/).max(200);
/** A text for people in which {{path}} stands for a field of the record. */
export const template = z.string().min(1).max(10_000);

/** Lines that a created record gets: one for each record of a relation. */
export const effectLines = z.strictObject({
  for: path.describe('the relation over whose records it goes; bare names in `when` and `values` are their fields'),
  when: expression.optional().describe('only for records for which this is true'),
  values,
});

/** One thing that happens, as data: the same for buttons, scheduled jobs and wizards. Which keys go with which `do` is a law (laws/effects.ts). */
export const effect = z.strictObject({
  do: z.enum(EFFECTS),
  for: path.optional().describe('a relation: done once for each of its records; bare names are then their fields, and `record` is the record itself'),
  when: expression.optional().describe('only if this is true'),
  on: path.optional().describe('write, press, mail, activity, post, follow, open: the related records; the record itself when left out'),
  model: modelName.optional().describe('create: of which model, e.g. account.move, calendar.event, project.task'),
  values: values.optional().describe('write, create'),
  lines: z.record(fieldName, effectLines).optional().describe('create: a one2many of the new record and what it gets, e.g. {invoice_line_ids: {for: line_ids, values: {…}}}'),
  link: fieldName.optional().describe('create: the many2one or many2many of the record that then points to what was created'),
  button: recordId.optional().describe('press: a transition or action of a model of the module, or action_… of one of Odoo, e.g. action_confirm'),
  template: recordId.optional().describe('mail: the id of a mail template'),
  type: recordRef.optional().describe('activity: mail.mail_activity_data_todo when left out'),
  summary: template.optional().describe('activity: what is to be done'),
  user: value.optional().describe('activity: for whom, e.g. "=user_id"; the person who acts when left out or empty'),
  deadline: value.optional().describe('activity: until when, e.g. "=today() + days(3)"; today when left out'),
  text: template.optional().describe('post: the message in the chatter'),
  who: value.optional().describe('follow: a contact or user, e.g. "=partner_id"'),
  sudo: z.boolean().default(false).describe('true: also if the person who acts has no right to it'),
});

export const effects = z.array(effect).max(20).default([]);

export type Effect = z.output<typeof effect>;
export type EffectLines = z.output<typeof effectLines>;
