import type { Model } from '../../domain/module-spec/models.js';
import type { KanbanView } from '../../domain/module-spec/views.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields, currenciesOf, defaultColumns } from './field-choice.js';
import { fieldNode } from './field-node.js';

const DEFAULT_FIELDS = 4;

/** Cards with the record's name, what the spec names or a few fields, and status and people at the foot. */
export function kanbanView(model: Model, view: KanbanView): Element {
  const { title } = chooseFields(model);
  const state = model.states?.field;
  const named = view.fields.length > 0 ? view.fields : defaultColumns(model, undefined, DEFAULT_FIELDS);
  const names = named.filter((name) => name !== title && name !== state && name !== view.groupBy);
  const people = names.filter((name) => model.fields.some((field) => field.name === name && field.type === 'many2one' && field.comodel === 'res.users'));
  const foot = [
    state !== undefined && view.groupBy !== state && fieldNode(model, state),
    model.mailThread && element('field', { name: 'activity_ids', widget: 'kanban_activity' }),
    ...people.map((name) => element('field', { name, widget: 'many2one_avatar_user', class: 'ms-auto' })),
  ].filter((node) => node !== false);
  // Dragging a card would change the status past the buttons, and with them past their rules.
  const fixed = view.groupBy !== undefined && view.groupBy === state;
  return element('kanban', { default_group_by: view.groupBy, records_draggable: fixed ? 'false' : undefined },
    currenciesOf(model, names).map((name) => element('field', { name })),
    element('templates', {},
      element('t', { 't-name': 'card' },
        title !== null && element('field', { name: title, class: 'fw-bold fs-5' }),
        names.filter((name) => !people.includes(name)).map((name) => fieldNode(model, name)),
        foot.length > 0 && element('footer', {}, foot))));
}
