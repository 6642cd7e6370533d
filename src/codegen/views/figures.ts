import type { Model } from '../../domain/module-spec/models.js';
import type { GraphView, PivotView } from '../../domain/module-spec/views.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields } from './field-choice.js';

/** Bars, a line or a pie over the groups of records. */
export function graphView(model: Model, view: GraphView): Element {
  return element('graph', { type: view.type, sample: '1' },
    view.groupBy.map((name) => grouped(model, name)),
    view.measure !== undefined && element('field', { name: view.measure, type: 'measure' }));
}

/** A table of groups by groups. */
export function pivotView(model: Model, view: PivotView): Element {
  return element('pivot', { sample: '1' },
    view.rows.map((name) => grouped(model, name, 'row')),
    view.columns.map((name) => grouped(model, name, 'col')),
    view.measures.map((name) => element('field', { name, type: 'measure' })));
}

/** What is planned for whom, a row a record. */
export function activityView(model: Model): Element {
  const { title } = chooseFields(model);
  return element('activity', { string: model.labelPlural ?? model.label },
    element('templates', {}, element('div', { 't-name': 'activity-box' }, element('field', { name: title ?? 'display_name', display: 'full', class: 'o_text_block o_text_bold' }))));
}

/** Days are too fine to compare. */
function grouped(model: Model, name: string, type?: string): Element {
  const field = model.fields.find((candidate) => candidate.name === name);
  return element('field', { name, interval: field?.type === 'date' || field?.type === 'datetime' ? 'month' : undefined, type });
}
