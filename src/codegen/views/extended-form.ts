import type { Model } from '../../domain/module-spec/models.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields, currenciesOf } from './field-choice.js';
import { fieldNode, readersOf } from './field-node.js';
import { fieldConditions } from './field-conditions.js';
import { headerNodes } from './header.js';
import { knownViews } from './known-views.js';
import { listView } from './list.js';
import { placedInForm } from './placed.js';
import { smartButtonNodes } from './smart-buttons.js';

/** Smart buttons, buttons and fields at their places, and one tab in the form of a model of Odoo, with the other fields and the status that this module adds. */
export function extendedFormNodes(model: Model, index: SpecIndex): Element[] {
  const choice = chooseFields(model);
  const named = [...(model.views?.form?.groups ?? []), ...(model.views?.form?.pages ?? [])].flatMap((group) => group.fields);
  const placed = new Set((model.views?.form?.placed ?? []).flatMap((place) => place.fields));
  const wanted = model.fields.filter((field) => !placed.has(field.name) && (named.length === 0 || named.includes(field.name)));
  const narrow = wanted.filter((field) => choice.plain.includes(field) || field === choice.image || field.name === choice.title);
  const wide = wanted.filter((field) => choice.lines.includes(field) || choice.long.includes(field));
  const known = knownViews(model.name);
  const header = headerNodes(model, index);
  const buttons = header.filter(({ tag }) => tag === 'button');
  const status = header.filter(({ tag }) => tag !== 'button');
  const hidden = currenciesOf(model, wanted.map((field) => field.name));
  const around = [...smartButtons(model, index), ...headerButtons(buttons, known?.header === true), ...placedInForm(model, model.views?.form?.placed ?? [], index)];
  if (narrow.length + wide.length + status.length === 0) return around;
  const lines = (field: Model['fields'][number]): Element => {
    const comodel = field.type === 'one2many' ? index.model(field.comodel ?? '') : null;
    const inner = comodel === null || comodel.extends ? null : listView(comodel, index, field.inverse);
    return element('group', { string: field.label, groups: readersOf(field.comodel, index) }, element('field', { name: field.name, nolabel: '1', colspan: '2' }, inner));
  };
  const page = element('page', { string: index.spec.title, name: index.spec.name },
    hidden.map((name) => element('field', { name, invisible: '1' })),
    status.length > 0 && element('div', { class: 'd-flex gap-2 mb-3' }, status),
    narrow.length > 0 && element('group', {}, element('group', {}, narrow.map((field) => fieldNode(model, field.name, fieldConditions(model, field.name, index))))),
    wide.map(lines));
  const anchor = known?.anchor ?? 'notebook';
  return [...around, element('xpath', { expr: `//${anchor}`, position: 'inside' }, anchor === 'notebook' ? page : element('notebook', {}, page))];
}

/** Every known form has a box for them. */
function smartButtons(model: Model, index: SpecIndex): Element[] {
  const nodes = smartButtonNodes(model, index);
  return nodes.length === 0 ? [] : [element('xpath', { expr: "//div[@name='button_box']", position: 'inside' }, nodes)];
}

function headerButtons(buttons: readonly Element[], hasHeader: boolean): Element[] {
  if (buttons.length === 0) return [];
  return [hasHeader ? element('xpath', { expr: '//form/header', position: 'inside' }, buttons) : element('xpath', { expr: '//form/sheet', position: 'before' }, element('header', {}, buttons))];
}
