import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields, currenciesOf, isCurrency, type FieldChoice } from './field-choice.js';
import { fieldNode } from './field-node.js';
import { fieldConditions } from './field-conditions.js';
import { headerNodes } from './header.js';
import { listView } from './list.js';
import { buttonBox } from './smart-buttons.js';

/** The form of a model: buttons and status above, the name as title, groups, tabs, chatter. */
export function formView(model: Model, index: SpecIndex): Element {
  const choice = chooseFields(model);
  const header = headerNodes(model, index);
  const active = model.fields.some((field) => field.name === 'active');
  return element('form', {},
    header.length > 0 && element('header', {}, header),
    element('sheet', {},
      active && element('field', { name: 'active', invisible: '1' }),
      currencies(model).map((name) => element('field', { name, invisible: '1' })),
      active && element('widget', { name: 'web_ribbon', title: 'Archived', bg_color: 'text-bg-danger', invisible: 'active' }),
      buttonBox(model, index),
      choice.image !== null && element('field', { name: choice.image.name, widget: 'image', class: 'oe_avatar' }),
      title(model, choice, index),
      groups(model, choice, index),
      notebook(model, index, choice)),
    model.mailThread && element('chatter'));
}

function currencies(model: Model): string[] {
  const named = [...(model.views?.form?.groups ?? []), ...(model.views?.form?.pages ?? [])].flatMap((group) => group.fields);
  return currenciesOf(model, model.fields.map((field) => field.name).filter((name) => !model.fields.some((field) => field.name === name && isCurrency(field, model)))).filter((name) => !named.includes(name));
}

/** What names a record is typed or picked where it stands, unless Odoo fills it in. */
function title(model: Model, choice: FieldChoice, index: SpecIndex): Element | null {
  const field = model.fields.find((candidate) => candidate.name === choice.title);
  if (field === undefined) return null;
  const editable = !field.readonly && field.related === undefined && (field.compute === undefined || field.compute.inverse !== undefined);
  const conditions = fieldConditions(model, field.name, index);
  return element('div', { class: 'oe_title' },
    editable && element('label', { for: field.name, invisible: conditions.invisible }),
    element('h1', {}, fieldNode(model, field.name, editable ? conditions : { readonly: '1' })));
}

/** The groups that the spec names, else all plain fields in two columns. */
function groups(model: Model, choice: FieldChoice, index: SpecIndex): Element | null {
  const wanted = model.views?.form?.groups ?? [];
  const apart = new Set([choice.title, choice.image?.name, model.states?.field, model.stages?.field]);
  if (wanted.length > 0) {
    return element('group', {}, wanted.map((group) => element('group', { string: group.title }, group.fields.filter((name) => !apart.has(name)).map((name) => formField(model, name, index)))));
  }
  const inPages = new Set((model.views?.form?.pages ?? []).flatMap((page) => page.fields));
  const plain = choice.plain.filter((field) => !inPages.has(field.name));
  const half = Math.ceil(plain.length / 2);
  const column = (fields: readonly Field[]): Element | null => (fields.length === 0 ? null : element('group', {}, fields.map((field) => formField(model, field.name, index))));
  return plain.length === 0 ? null : element('group', {}, column(plain.slice(0, half)), column(plain.slice(half)));
}

function formField(model: Model, name: string, index: SpecIndex): Element {
  const field = model.fields.find((candidate) => candidate.name === name);
  if (field?.type === 'properties') return element('field', { name, nolabel: '1', columns: '2', ...fieldConditions(model, name, index) });
  return name === model.states?.field ? element('field', { name }) : fieldNode(model, name, fieldConditions(model, name, index));
}

/** The tabs that the spec names, else one for each relation to lines and each long text. */
function notebook(model: Model, index: SpecIndex, choice: FieldChoice): Element | null {
  const wanted = model.views?.form?.pages ?? [];
  const inGroups = new Set((model.views?.form?.groups ?? []).flatMap((group) => group.fields));
  const pages = wanted.length > 0
    ? wanted.map((page, i) => element('page', { string: page.title, name: `page_${i + 1}` }, pageContent(model, index, page.fields)))
    : [...choice.lines, ...choice.long].filter((field) => !inGroups.has(field.name)).map((field) => element('page', { string: field.label, name: `page_${field.name}` }, pageContent(model, index, [field.name])));
  return pages.length === 0 ? null : element('notebook', {}, pages);
}

/** Lines and long texts take the tab's whole width, what is beside them stands in a group above. */
function pageContent(model: Model, index: SpecIndex, names: readonly string[]): Element[] {
  const find = (name: string): Field | undefined => model.fields.find((field) => field.name === name);
  const wide = names.filter((name) => ['one2many', 'text', 'html'].includes(find(name)?.type ?? ''));
  const narrow = names.filter((name) => !wide.includes(name));
  return [
    ...(narrow.length === 0 ? [] : [element('group', {}, element('group', {}, narrow.map((name) => formField(model, name, index))))]),
    ...wide.map((name) => linesNode(find(name), index) ?? element('field', { name, nolabel: '1', placeholder: `${find(name)?.label ?? ''}…` })),
  ];
}

function linesNode(field: Field | undefined, index: SpecIndex): Element | null {
  if (field?.type !== 'one2many') return null;
  const comodel = index.model(field.comodel ?? '');
  if (comodel === null || comodel.extends) return element('field', { name: field.name });
  return element('field', { name: field.name }, listView(comodel, index, field.inverse));
}
