import { nearest } from '../../nearest.js';
import { anchorsOf } from './odoo-anchors.js';
import { hasField, type Tell } from './law.js';
import type { SpecNames } from './spec-names.js';
import type { Model } from '../models.js';
import type { Place } from '../views.js';

/** Places in views of Odoo: at something that stands there. */
export function checkPlaces(names: SpecNames, model: Model, kind: 'form' | 'list' | 'search', places: readonly Place[], path: string, tell: Tell): void {
  places.forEach((place, index) => {
    const at = `${path}[${index}]`;
    if (!model.extends) tell(at, `\`${model.name}\` is a new model: its views are made whole.`, kind === 'form' ? 'Use `groups` and `pages`.' : 'Use `fields`.');
    place.fields.forEach((field, i) => hasField(names, model.name, field, `${at}.fields[${i}]`, tell));
    const given = (['field', 'page', 'group'] as const).filter((key) => place[key] !== undefined);
    const [key] = given;
    if (given.length !== 1 || key === undefined) return tell(at, 'A place has exactly one of `field`, `page`, `group`.', 'Say beside what the fields stand, e.g. field: partner_id.');
    if (kind !== 'form' && key !== 'field') return tell(`${at}.${key}`, `A ${kind} has no ${key}s.`, 'Name a `field` of it.');
    if (place.position === 'inside' && key === 'field') tell(`${at}.position`, 'Nothing stands inside of a field.', 'Write before or after.');
    if (place.title !== undefined && (key === 'field' || place.position === 'inside')) tell(`${at}.title`, 'A heading goes with a tab or group that is made.', 'Take it out, or place the fields before or after a page or group.');
    const anchors = model.extends ? anchorsOf(model.name)?.[kind]?.[key] : undefined;
    const name = place[key] ?? '';
    if (anchors !== undefined && !anchors.includes(name)) tell(`${at}.${key}`, `The ${kind} of \`${model.name}\` has no ${key} \`${name}\` to hold on to.`, nearest(name, anchors) || (anchors.length === 0 ? 'Name a `field` or `page`.' : `There are: ${anchors.join(', ')}.`));
  });
}
