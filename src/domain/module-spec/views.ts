import { z } from 'zod/v4';
import { expression, fieldName, label, recordId } from './primitives.js';

export const DECORATIONS = ['danger', 'warning', 'success', 'info', 'muted', 'bf'] as const;

export const listView = z.strictObject({
  fields: z.array(fieldName).min(1).max(30),
  hidden: z.array(fieldName).max(30).default([]).describe('optional columns, hidden at first'),
  order: z.string().regex(/^[a-z][a-z0-9_]*( (asc|desc))?(, [a-z][a-z0-9_]*( (asc|desc))?)*$/).optional(),
  editable: z.boolean().default(false),
  totals: z.array(fieldName).max(10).default([]).describe('numeric columns with a sum below'),
  decorations: z.array(z.strictObject({ style: z.enum(DECORATIONS), when: expression })).max(6).default([]),
});

export const formView = z.strictObject({
  groups: z.array(z.strictObject({ title: label.optional(), fields: z.array(fieldName).min(1).max(30) })).max(12).default([]),
  pages: z.array(z.strictObject({ title: label, fields: z.array(fieldName).min(1).max(30) })).max(12).default([]).describe('tabs; a one2many stands alone on its tab'),
});

export const kanbanView = z.strictObject({
  groupBy: fieldName.optional(),
  fields: z.array(fieldName).max(12).default([]),
});

export const calendarView = z.strictObject({
  start: fieldName.describe('date or datetime'),
  stop: fieldName.optional(),
  color: fieldName.optional(),
});

export const searchView = z.strictObject({
  fields: z.array(fieldName).max(20).default([]),
  filters: z.array(z.strictObject({ id: recordId, label, where: expression })).max(20).default([]),
  groupBy: z.array(fieldName).max(20).default([]),
});

/** Each view left out gets a good default; `kanban` and `calendar` exist only when named (null: no such view). */
export const views = z.strictObject({
  list: listView.optional(),
  form: formView.optional(),
  kanban: kanbanView.optional(),
  calendar: calendarView.optional(),
  search: searchView.optional(),
  first: z.enum(['list', 'kanban', 'calendar']).optional().describe('the view that the menu opens'),
});

export type Views = z.output<typeof views>;
export type ListView = z.output<typeof listView>;
export type FormView = z.output<typeof formView>;
export type KanbanView = z.output<typeof kanbanView>;
export type CalendarView = z.output<typeof calendarView>;
export type SearchView = z.output<typeof searchView>;
