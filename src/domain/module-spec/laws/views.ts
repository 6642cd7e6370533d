import { hasField, condition, type Law, type Tell } from './law.js';
import { checkOrder } from './models.js';
import { notInDomain, notInList } from './sayable.js';
import type { SpecNames } from './spec-names.js';

/** Views show fields that are there, in ways that their types allow. */
export const viewsLaw: Law = (names, tell) => {
  names.spec.models.forEach(({ name, views }, at) => {
    if (views === undefined) return;
    const path = `models[${at}].views`;
    const scope = names.scope(name);
    const fields = (list: readonly string[] | undefined, place: string): void => list?.forEach((field, index) => void hasField(names, name, field, `${place}[${index}]`, tell));
    fields(views.list?.fields, `${path}.list.fields`);
    fields(views.list?.hidden, `${path}.list.hidden`);
    views.list?.totals.forEach((field, index) => kind(names, name, field, ['number'], 'A total needs a number', `${path}.list.totals[${index}]`, tell));
    checkOrder(names, name, views.list?.order, `${path}.list.order`, tell);
    views.list?.decorations.forEach(({ when }, index) => {
      const place = `${path}.list.decorations[${index}].when`;
      const wanted = condition(when, place, scope, tell);
      if (wanted !== null) notInList(names, name, wanted, place, tell);
    });
    views.form?.groups.forEach((group, index) => fields(group.fields, `${path}.form.groups[${index}].fields`));
    views.form?.pages.forEach((page, index) => fields(page.fields, `${path}.form.pages[${index}].fields`));
    fields(views.kanban?.fields, `${path}.kanban.fields`);
    if (views.kanban?.groupBy !== undefined) groupable(names, name, views.kanban.groupBy, `${path}.kanban.groupBy`, tell);
    if (views.calendar !== undefined) {
      kind(names, name, views.calendar.start, ['date', 'datetime'], 'A calendar needs a date', `${path}.calendar.start`, tell);
      if (views.calendar.stop !== undefined) kind(names, name, views.calendar.stop, ['date', 'datetime'], 'A calendar needs a date', `${path}.calendar.stop`, tell);
      if (views.calendar.color !== undefined) hasField(names, name, views.calendar.color, `${path}.calendar.color`, tell);
    }
    fields(views.search?.fields, `${path}.search.fields`);
    const seen = new Set<string>();
    views.search?.filters.forEach((filter, index) => {
      const place = `${path}.search.filters[${index}]`;
      if (seen.has(filter.id)) tell(`${place}.id`, `The filter \`${filter.id}\` is there twice.`, 'Give one of them another id.');
      seen.add(filter.id);
      const where = condition(filter.where, `${place}.where`, scope, tell);
      if (where !== null) notInDomain(where, { kind: 'filter' }, `${place}.where`, tell);
    });
    views.search?.groupBy.forEach((field, index) => groupable(names, name, field, `${path}.search.groupBy[${index}]`, tell));
    if ((views.first === 'kanban' && views.kanban === undefined) || (views.first === 'calendar' && views.calendar === undefined)) tell(`${path}.first`, `There is no ${views.first} view.`, `Add \`${views.first}\` to the views, or open the list first.`);
  });
};

function kind(names: SpecNames, model: string, field: string, kinds: readonly string[], need: string, path: string, tell: Tell): void {
  if (!hasField(names, model, field, path, tell)) return;
  const type = names.fieldType(model, field);
  if (type !== null && type.kind !== 'unknown' && !kinds.includes(type.kind)) tell(path, `${need}; \`${field}\` is none.`, 'Name another field.');
}

/** Grouping is done by the database. */
function groupable(names: SpecNames, model: string, field: string, path: string, tell: Tell): void {
  if (!hasField(names, model, field, path, tell)) return;
  const described = names.field(model, field);
  if (described !== null && (['one2many', 'binary', 'image', 'json', 'html', 'text', 'properties_definition'].includes(described.type) || described.compute?.store === false)) tell(path, `Records cannot be grouped by \`${field}\`.`, 'Group by a stored selection, many2one, char, boolean or date.');
}
