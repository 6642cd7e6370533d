import type { Model } from '../../domain/module-spec/models.js';
import { barcodeSource } from '../models/barcode.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Attributes, type Element } from '../text/xml-element.js';

/** `<field name="…"/>` with the widget that suits its type. */
export function fieldNode(model: Model, name: string, attributes: Attributes = {}): Element {
  const field = model.fields.find((candidate) => candidate.name === name);
  return element('field', { name, ...widget(field, model), ...attributes });
}

function widget(field: Model['fields'][number] | undefined, model: Model): Attributes {
  if (field === undefined) return {};
  if (barcodeSource(field, model) !== null) return { widget: 'image', readonly: '1' };
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

export function groupsAttribute(groups: readonly string[], index: SpecIndex): string | undefined {
  return groups.length === 0 ? undefined : groups.map((group) => index.xmlId(group)).join(',');
}
