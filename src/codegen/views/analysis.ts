import type { Model } from '../../domain/module-spec/models.js';
import { element, type Element } from '../text/xml-element.js';
import { actionId } from './action.js';
import { graphView, pivotView } from './figures.js';
import { viewId, viewRecord } from './view-record.js';

/** A graph and a pivot over a model of Odoo, beside those that it has, and the action by which a menu opens them; empty when none is asked for. */
export function analysis(model: Model): Element[] {
  const { graph, pivot, first } = model.views ?? {};
  const views = [
    ...(pivot === undefined ? [] : [{ type: 'pivot', arch: pivotView(model, pivot) }]),
    ...(graph === undefined ? [] : [{ type: 'graph', arch: graphView(model, graph) }]),
  ].toSorted((a, b) => Number(b.type === first) - Number(a.type === first));
  if (views.length === 0) return [];
  const chosen = views.map(({ type }) => `(0, 0, {'view_mode': '${type}', 'view_id': ref('${viewId(model.name, type)}')})`);
  return [
    ...views.map(({ type, arch }) => viewRecord(model, type, arch, true)),
    element('record', { id: actionId(model.name), model: 'ir.actions.act_window' },
      element('field', { name: 'name' }, model.labelPlural ?? model.label),
      element('field', { name: 'res_model' }, model.name),
      element('field', { name: 'view_mode' }, views.map(({ type }) => type).join(',')),
      element('field', { name: 'view_ids', eval: `[(5, 0, 0), ${chosen.join(', ')}]` })),
  ];
}
