import type { Model } from '../../domain/module-spec/models.js';
import type { KanbanView } from '../../domain/module-spec/views.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { underscored } from '../python/names.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields, currenciesOf, defaultColumns } from './field-choice.js';
import { fieldNode, widgetOf } from './field-node.js';

const DEFAULT_FIELDS = 4;
/** What stands at the foot of a card, small and without a label. */
const AT_FOOT = new Set(['priority', 'many2one_avatar_user']);

/** Cards with the record's name, what the spec names or a few fields, and status, priority and people at the foot. */
export function kanbanView(model: Model, view: KanbanView, index: SpecIndex): Element {
  const { title } = chooseFields(model);
  const state = model.states?.field;
  const named = view.fields.length > 0 ? view.fields : defaultColumns(model, undefined, DEFAULT_FIELDS);
  const names = named.filter((name) => ![title, state, view.groupBy, view.color].includes(name));
  const widget = (name: string): string | undefined => widgetOf(model.fields.find((field) => field.name === name), model).widget;
  const picture = names.find((name) => model.fields.some((field) => field.name === name && field.type === 'image'));
  const small = names.filter((name) => AT_FOOT.has(widget(name) ?? ''));
  const foot = [
    state !== undefined && view.groupBy !== state && fieldNode(model, state),
    ...small.filter((name) => widget(name) === 'priority').map((name) => fieldNode(model, name)),
    model.mailThread && element('field', { name: 'activity_ids', widget: 'kanban_activity' }),
    ...small.filter((name) => widget(name) !== 'priority').map((name) => fieldNode(model, name, { class: 'ms-auto' })),
  ].filter((node) => node !== false);
  // Dragging a card would change the status past the buttons, and with them past their rules.
  const fixed = view.groupBy !== undefined && view.groupBy === state;
  const card = [
    title !== null && element('field', { name: title, class: 'fw-bold fs-5' }),
    ...names.filter((name) => !small.includes(name) && name !== picture).map((name) => onCard(model, name)),
    foot.length > 0 && element('footer', {}, foot),
  ];
  const { progress } = view;
  const attributes = {
    default_group_by: view.groupBy, records_draggable: fixed ? 'false' : undefined, highlight_color: view.color,
    ...(view.quickCreate === undefined ? {} : { on_create: 'quick_create', quick_create_view: `${index.spec.name}.${quickCreateId(model)}` }),
  };
  return element('kanban', attributes,
    currenciesOf(model, [...names, ...(progress?.sum === undefined ? [] : [progress.sum])]).map((name) => element('field', { name })),
    progress !== undefined && element('progressbar', { field: progress.field, colors: JSON.stringify(progress.colors), sum_field: progress.sum }),
    element('templates', {},
      view.color !== undefined && element('t', { 't-name': 'menu' }, element('field', { name: view.color, widget: 'kanban_color_picker' })),
      picture === undefined ? element('t', { 't-name': 'card' }, card) : element('t', { 't-name': 'card', class: 'flex-row' },
        element('aside', {}, element('field', { name: picture, widget: 'image', options: "{'size': [64, 64]}", alt: model.label })),
        element('main', { class: 'ps-2' }, card))));
}

/** A bare number says nothing. */
function onCard(model: Model, name: string): Element {
  const field = model.fields.find((candidate) => candidate.name === name);
  if (field?.type !== 'integer' && field?.type !== 'float') return fieldNode(model, name);
  return element('div', {}, element('span', { class: 'text-muted me-1' }, field.label), fieldNode(model, name));
}

/** The small form in which a card is added in a column; null when there is none. */
export function quickCreateForm(model: Model, view: KanbanView): Element | null {
  if (view.quickCreate === undefined) return null;
  return element('form', {}, currenciesOf(model, view.quickCreate).map((name) => element('field', { name, invisible: '1' })), element('group', {}, view.quickCreate.map((name) => fieldNode(model, name))));
}

export function quickCreateId(model: Model): string {
  return `${underscored(model.name)}_view_form_quick_create`;
}
