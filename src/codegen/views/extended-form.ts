import type { Model } from '../../domain/module-spec/models.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields, currenciesOf } from './field-choice.js';
import { fieldNode } from './field-node.js';
import { headerNodes } from './header.js';
import { knownViews } from './known-views.js';
import { listView } from './list.js';

/** One tab in the form of a model of Odoo, with the fields, status and buttons that this module adds. */
export function extendedFormNodes(model: Model, index: SpecIndex): Element[] {
  const choice = chooseFields(model);
  const named = [...(model.views?.form?.groups ?? []), ...(model.views?.form?.pages ?? [])].flatMap((group) => group.fields);
  const wanted = model.fields.filter((field) => named.length === 0 || named.includes(field.name));
  const narrow = wanted.filter((field) => choice.plain.includes(field) || field === choice.image || field.name === choice.title);
  const wide = wanted.filter((field) => choice.lines.includes(field) || choice.long.includes(field));
  const header = headerNodes(model, index);
  const hidden = currenciesOf(model, wanted.map((field) => field.name));
  if (narrow.length + wide.length + header.length === 0) return [];
  const lines = (field: Model['fields'][number]): Element => {
    const comodel = field.type === 'one2many' ? index.model(field.comodel ?? '') : null;
    const inner = comodel === null || comodel.extends ? null : listView(comodel, index, field.inverse);
    return element('group', { string: field.label }, element('field', { name: field.name, nolabel: '1', colspan: '2' }, inner));
  };
  const page = element('page', { string: index.spec.title, name: index.spec.name },
    hidden.map((name) => element('field', { name, invisible: '1' })),
    header.length > 0 && element('div', { class: 'd-flex gap-2 mb-3' }, header),
    narrow.length > 0 && element('group', {}, element('group', {}, narrow.map((field) => fieldNode(model, field.name)))),
    wide.map(lines));
  const anchor = knownViews(model.name)?.anchor ?? 'notebook';
  return [element('xpath', { expr: `//${anchor}`, position: 'inside' }, anchor === 'notebook' ? page : element('notebook', {}, page))];
}
