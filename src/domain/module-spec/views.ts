import { z } from 'zod/v4';
import { expression, fieldName, label, recordId } from './primitives.js';

export const DECORATIONS = ['danger', 'warning', 'success', 'info', 'muted', 'bf'] as const;
export const BAR_COLORS = ['success', 'warning', 'danger', 'info', 'muted'] as const;
export const FIRST_VIEWS = ['list', 'kanban', 'calendar', 'graph', 'pivot', 'activity'] as const;

/** The name of a tab or group in a form of Odoo. */
const anchor = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,59}$/);

/** Fields of this module in a view that Odoo has: beside, or in, something that stands there. Exactly one of `field`, `page`, `group`. */
export const place = z.strictObject({
  fields: z.array(fieldName).min(1).max(20),
  field: fieldName.optional().describe('beside this field of the view'),
  page: anchor.optional().describe('form: beside or in the tab of this name'),
  group: anchor.optional().describe('form: beside or in the group of this name'),
  position: z.enum(['before', 'after', 'inside']).default('after').describe('inside: of a page or group'),
  title: label.optional().describe('heading of the tab or group that is made beside a page or group'),
});

const placed = z.array(place).max(12).default([]);

export const listView = z.strictObject({
  fields: z.array(fieldName).max(30).default([]).describe('columns; the name and up to 7 more when left out'),
  hidden: z.array(fieldName).max(30).default([]).describe('optional columns, hidden at first'),
  order: z.string().regex(/^[a-z][a-z0-9_]*( (asc|desc))?(, [a-z][a-z0-9_]*( (asc|desc))?)*$/).optional(),
  editable: z.boolean().default(false),
  totals: z.array(fieldName).max(10).default([]).describe('numeric columns with a sum below'),
  decorations: z.array(z.strictObject({ style: z.enum(DECORATIONS), when: expression })).max(6).default([]),
  placed: placed.describe('extended models: columns beside one of Odoo’s list'),
});

export const formView = z.strictObject({
  groups: z.array(z.strictObject({ title: label.optional(), fields: z.array(fieldName).min(1).max(30) })).max(12).default([]),
  pages: z.array(z.strictObject({ title: label, fields: z.array(fieldName).min(1).max(30) })).max(12).default([]).describe('tabs; a one2many stands alone on its tab'),
  placed: placed.describe('extended models: where fields stand in Odoo’s form; those that stand nowhere go on a tab of the module'),
});

export const kanbanView = z.strictObject({
  groupBy: fieldName.optional(),
  fields: z.array(fieldName).max(12).default([]),
  color: fieldName.optional().describe('integer field: people give a card a colour'),
  progress: z.strictObject({
    field: fieldName.describe('selection field'),
    colors: z.record(fieldName, z.enum(BAR_COLORS)).describe('colour by option'),
    sum: fieldName.optional().describe('number field whose total stands beside the bar'),
  }).optional().describe('a bar above each column'),
  quickCreate: z.array(fieldName).max(8).optional().describe('what is asked for when a card is added in a column'),
});

export const calendarView = z.strictObject({
  start: fieldName.describe('date or datetime'),
  stop: fieldName.optional(),
  color: fieldName.optional(),
  scale: z.enum(['day', 'week', 'month', 'year']).default('month').describe('what is seen at first'),
});

export const graphView = z.strictObject({
  type: z.enum(['bar', 'line', 'pie']).default('bar'),
  groupBy: z.array(fieldName).min(1).max(3),
  measure: fieldName.optional().describe('stored number; the count of records when left out'),
});

export const pivotView = z.strictObject({
  rows: z.array(fieldName).max(4).default([]),
  columns: z.array(fieldName).max(4).default([]),
  measures: z.array(fieldName).max(6).default([]).describe('stored numbers; the count of records when left out'),
});

export const searchView = z.strictObject({
  fields: z.array(fieldName).max(20).default([]),
  filters: z.array(z.strictObject({ id: recordId, label, where: expression })).max(20).default([]),
  groupBy: z.array(fieldName).max(20).default([]),
  panel: z.array(fieldName).max(6).default([]).describe('relations and selections to choose from, at the left of list and cards'),
  placed: placed.describe('extended models: searched fields beside one of Odoo’s search'),
});

/** List, form and search get a good default when left out; the others exist only when named. */
export const views = z.strictObject({
  list: listView.optional(),
  form: formView.optional(),
  kanban: kanbanView.optional(),
  calendar: calendarView.optional(),
  graph: graphView.optional(),
  pivot: pivotView.optional(),
  activity: z.boolean().default(false).describe('what is planned for whom, by record; needs mailThread'),
  search: searchView.optional(),
  first: z.enum(FIRST_VIEWS).optional().describe('the view that the menu opens'),
});

export type Views = z.output<typeof views>;
export type ListView = z.output<typeof listView>;
export type FormView = z.output<typeof formView>;
export type KanbanView = z.output<typeof kanbanView>;
export type CalendarView = z.output<typeof calendarView>;
export type GraphView = z.output<typeof graphView>;
export type PivotView = z.output<typeof pivotView>;
export type Place = z.output<typeof place>;
export type SearchView = z.output<typeof searchView>;
