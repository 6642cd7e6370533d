import type { Model } from '../../domain/module-spec/models.js';
import { barcodeSource } from '../models/barcode.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Attributes, type Element } from '../text/xml-element.js';

/** `<field name="…"/>` with the widget that suits its type. */
export function fieldNode(model: Model, name: string, attributes: Attributes = {}): Element {
  const field = model.fields.find((candidate) => candidate.name === name);
  // Where there is one company only, nobody wants to read its name.
  const groups = model.multiCompany && name === 'company_id' ? { groups: 'base.group_multi_company' } : {};
  return element('field', { name, ...widgetOf(field, model), ...groups, ...attributes });
}

/** Texts that a click opens, by what such fields are mostly called. */
const BY_NAME: Readonly<Record<string, string>> = { email: 'email', phone: 'phone', mobile: 'phone', website: 'url', url: 'url' };

export function widgetOf(field: Model['fields'][number] | undefined, model: Model): Attributes {
  if (field === undefined) return {};
  if (barcodeSource(field, model) !== null) return { widget: 'image', readonly: '1' };
  if (field.widget !== undefined) return { widget: field.widget };
  if (field.type === 'char' && Object.hasOwn(BY_NAME, field.name)) return { widget: BY_NAME[field.name] };
  if (field.type === 'selection' && field.name === 'priority') return { widget: 'priority' };
  if (field.type === 'integer' && field.name === 'color') return { widget: 'color_picker' };
  if (field.type === 'many2many') return { widget: 'many2many_tags' };
  if (field.type === 'image') return { widget: 'image' };
  if (field.type === 'many2one' && field.comodel === 'res.users') return { widget: 'many2one_avatar_user' };
  if (field.name === model.states?.field) return stateBadge(model);
  return {};
}

/** The status as a badge: the first one blue, those that are folded away grey, the others green. */
export function stateBadge(model: Model): Attributes {
  const { states } = model;
  if (states === undefined) return {};
  const folded = states.options.filter((option) => option.fold).map((option) => option.id);
  const others = states.options.filter((option) => !option.fold && option.id !== states.initial).map((option) => option.id);
  return { widget: 'badge', 'decoration-info': isOneOf(states.field, [states.initial]), 'decoration-success': isOneOf(states.field, others), 'decoration-muted': isOneOf(states.field, folded) };
}

/** `state == 'a'`, `state in ('a', 'b')`; nothing for no value. */
export function isOneOf(field: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  return values.length === 1 ? `${field} == '${values[0] ?? ''}'` : `${field} in (${values.map((value) => `'${value}'`).join(', ')})`;
}

/** Who may read the records of a model of this module; nothing where every employee may. Whoever else opens a form that shows them would be refused. */
export function readersOf(model: string | undefined, index: SpecIndex): string | undefined {
  const comodel = model === undefined ? null : index.model(model);
  if (comodel === null || comodel.extends) return undefined;
  const groups = comodel.access.filter(({ read }) => read).map(({ group }) => group);
  return groups.includes('base.group_user') ? undefined : groupsAttribute(groups, index);
}

export function groupsAttribute(groups: readonly string[], index: SpecIndex): string | undefined {
  return groups.length === 0 ? undefined : groups.map((group) => index.xmlId(group)).join(',');
}
