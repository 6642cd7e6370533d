import { nearest } from '../../nearest.js';
import type { Report } from '../behaviour.js';
import { templateParts } from '../template-text.js';
import { hasField, type Law, type Tell } from './law.js';
import type { SpecNames } from './spec-names.js';

/** What cannot be shown on a page. */
const UNSHOWN = new Set(['json', 'binary', 'reference', 'many2one_reference', 'properties', 'properties_definition']);

/** Portal pages show fields that are there, to the customer to whom a path leads. */
export const portalLaw: Law = (names, tell) => {
  const seen = new Map<string, string>();
  names.spec.models.forEach(({ name, portal, extends: isExtended, rules }, at) => {
    if (portal === undefined) return;
    const path = `models[${at}].portal`;
    if (isExtended) tell(path, `\`${name}\` is a model of Odoo, whose own app decides what customers see.`, 'Give portal pages to models of your own.');
    if (!names.brought.has('portal')) tell('depends', 'Portal pages need Odoo’s app `portal`.', 'Add `portal` to depends.');
    const before = seen.get(portal.path);
    if (before !== undefined) tell(`${path}.path`, `/my/${portal.path} is the address of ${before} already.`, 'Take another path.');
    seen.set(portal.path, name);
    if (rules.some(({ id }) => id === `portal_rule_${name.replaceAll('.', '_')}`)) tell(path, 'A rule has the name of the one that the portal brings.', 'Give that rule another id.');
    checkReport(names, name, portal.report, `${path}.report`, tell);
    checkCustomer(names, name, portal.customer, `${path}.customer`, tell);
    for (const key of ['list', 'detail'] as const) {
      portal[key].forEach((field, index) => {
        const place = `${path}.${key}[${index}]`;
        if (!hasField(names, name, field, place, tell)) return;
        const described = names.field(name, field);
        if (described !== null && UNSHOWN.has(described.type)) tell(place, `\`${field}\` cannot be shown on a page.`, 'Show another field.');
        if (described !== null && described.groups.length > 0) tell(place, `\`${field}\` is for certain groups only, and a customer is in none of them.`, 'Take it out here, or `groups` from the field.');
      });
    }
  });
};

/** What customers get on paper is about their record, and for everybody. */
function checkReport(names: SpecNames, model: string, id: string | undefined, place: string, tell: Tell): void {
  if (id === undefined) return;
  const { reports } = names.spec;
  const report = reports.find((each) => each.id === id);
  if (report === undefined) tell(place, `There is no report \`${id}\`.`, nearest(id, reports.map((each) => each.id)) || 'Add it to reports.');
  else if (report.model !== model) tell(place, `\`${id}\` prints \`${report.model}\`, not \`${model}\`.`, 'Name a report of this model.');
  else if (report.groups.length > 0) tell(place, `\`${id}\` is for certain groups only, and a customer is in none of them.`, 'Take `groups` out of the report, or name another one.');
  else for (const path of new Set(pathsOf(report))) if (isForSome(names, model, path)) tell(place, `\`${id}\` says \`${path}\`, which is for certain groups only.`, 'Take it out of the report, or `groups` from the field.');
}

/** Every path that a report says something of. */
function pathsOf({ title, sections }: Report): readonly string[] {
  const said = (text = ''): string[] => templateParts(text).flatMap((part) => ('path' in part ? [part.path] : []));
  return [...said(title), ...sections.flatMap(({ title: heading, text, fields, table, columns }) => [...said(heading), ...said(text), ...fields, ...(table === undefined ? [] : [table, ...columns.map((column) => `${table}.${column}`)])])];
}

/** True if one of the fields on the way is for certain groups. */
function isForSome(names: SpecNames, model: string, path: string): boolean {
  let at: string | null = model;
  return path.split('.').some((segment) => {
    const [owner, type] = [at, at === null ? null : names.fieldType(at, segment)];
    at = type !== null && (type.kind === 'one' || type.kind === 'many') ? type.model : null;
    return owner !== null && (names.field(owner, segment)?.groups.length ?? 0) > 0;
  });
}

/** Each step of the path is a relation, and the last leads to a contact. */
function checkCustomer(names: SpecNames, model: string, path: string, place: string, tell: Tell): void {
  let at: string | null = model;
  for (const segment of path.split('.')) {
    if (at === null) return;
    const type = names.fieldType(at, segment);
    if (type === null) return tell(place, `\`${at}\` has no field \`${segment}\`.`, nearest(segment, names.fieldNames(at)) || 'Name the field that holds the customer.');
    if (type.kind === 'unknown') return;
    if (type.kind !== 'one') return tell(place, `\`${segment}\` leads to no single record.`, 'A customer is found over many2one fields.');
    if (names.field(at, segment)?.compute?.store === false) return tell(place, `\`${segment}\` is not stored, so no rule can search by it.`, 'Store it, or name another field.');
    at = type.model;
  }
  if (at !== null && at !== 'res.partner') tell(place, `This leads to \`${at}\`, not to a contact.`, 'It has to end at a many2one to res.partner.');
}
