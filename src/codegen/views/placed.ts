import type { Model } from '../../domain/module-spec/models.js';
import type { Place } from '../../domain/module-spec/views.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { currenciesOf } from './field-choice.js';
import { fieldConditions } from './field-conditions.js';
import { fieldNode } from './field-node.js';

/** `<xpath expr="//field[@name='partner_id']" position="after">` with fields of this module. */
export function placedInForm(model: Model, places: readonly Place[], index: SpecIndex): Element[] {
  return places.map((place) => {
    const fields = [
      ...currenciesOf(model, place.fields).map((name) => element('field', { name, invisible: '1' })),
      ...place.fields.map((name) => fieldNode(model, name, fieldConditions(model, name, index))),
    ];
    return element('xpath', { expr: anchorOf(place), position: place.position }, wrapped(place, fields));
  });
}

export function placedInList(model: Model, places: readonly Place[]): Element[] {
  return places.map((place) => element('xpath', { expr: anchorOf(place), position: place.position }, [
    ...currenciesOf(model, place.fields).map((name) => element('field', { name, column_invisible: 'True' })),
    ...place.fields.map((name) => fieldNode(model, name, { optional: 'show' })),
  ]));
}

export function placedInSearch(places: readonly Place[]): Element[] {
  return places.map((place) => element('xpath', { expr: anchorOf(place), position: place.position }, place.fields.map((name) => element('field', { name }))));
}

/** Names are narrowed by the schema: no quote can be in them. */
function anchorOf({ field, page, group }: Place): string {
  return page !== undefined ? `//page[@name='${page}']` : group !== undefined ? `//group[@name='${group}']` : `//field[@name='${field ?? ''}']`;
}

/** Beside a tab stands a tab, beside a group a group; fields in a tab need a group for their labels. */
function wrapped({ page, group, position, title }: Place, fields: readonly Element[]): readonly Element[] {
  if (page !== undefined) return position === 'inside' ? [element('group', {}, fields)] : [element('page', { string: title ?? 'More' }, element('group', {}, fields))];
  return group !== undefined && position !== 'inside' ? [element('group', { string: title }, fields)] : fields;
}
