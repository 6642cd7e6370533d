import type { Model } from '../models.js';
import { hasField, condition, type Law, type Tell } from './law.js';
import { checkOrder } from './models.js';
import { checkPlaces } from './places.js';
import { notInDomain, notInList } from './sayable.js';
import type { SpecNames } from './spec-names.js';

/** Views show fields that are there, in ways that their types allow. */
export const viewsLaw: Law = (names, tell) => {
  names.spec.models.forEach((model, at) => {
    const { name, views } = model;
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
    for (const each of ['form', 'list', 'search'] as const) checkPlaces(names, model, each, views[each]?.placed ?? [], `${path}.${each}.placed`, tell);
    checkCards(names, model, `${path}.kanban`, tell);
    checkFigures(names, model, path, tell);
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
    if (views.activity && !model.mailThread && !model.extends) tell(`${path}.activity`, 'Activities need a chatter.', 'Set `mailThread: true` on the model.');
    if (model.extends) {
      for (const each of ['kanban', 'calendar', 'activity'] as const) if (views[each]) tell(`${path}.${each}`, `A ${each} view is not added to a model of Odoo.`, 'Leave it out: Odoo has one where it makes sense.');
    }
    const { first } = views;
    const there = first === undefined || first === 'list' || (first === 'kanban' && model.stages !== undefined) || Boolean(views[first]);
    if (!there) tell(`${path}.first`, `There is no ${views.first} view.`, `Add \`${views.first}\` to the views, or open the list first.`);
  });
};

/** A card's colour is a number that people choose, its bar counts the options of a selection. */
function checkCards(names: SpecNames, model: Model, path: string, tell: Tell): void {
  const kanban = model.views?.kanban;
  if (kanban === undefined) return;
  if (kanban.color !== undefined) kind(names, model.name, kanban.color, ['number'], 'A colour is a number', `${path}.color`, tell);
  kanban.quickCreate?.forEach((field, index) => void hasField(names, model.name, field, `${path}.quickCreate[${index}]`, tell));
  if (kanban.quickCreate !== undefined && kanban.groupBy === undefined && model.stages === undefined) tell(`${path}.quickCreate`, 'A card is added in a column; these cards have none.', 'Add `groupBy`.');
  const { progress } = kanban;
  if (progress === undefined) return;
  if (progress.sum !== undefined) kind(names, model.name, progress.sum, ['number'], 'A total needs a number', `${path}.progress.sum`, tell);
  if (!hasField(names, model.name, progress.field, `${path}.progress.field`, tell)) return;
  const type = names.fieldType(model.name, progress.field);
  const options = type?.kind === 'text' ? type.options : undefined;
  if (options === undefined) return tell(`${path}.progress.field`, `\`${progress.field}\` is no selection.`, 'The bar counts the options of a selection.');
  for (const option of Object.keys(progress.colors)) if (!options.includes(option)) tell(`${path}.progress.colors.${option}`, `\`${progress.field}\` has no option \`${option}\`.`, `Options: ${options.join(', ')}.`);
}

/** Graphs and pivots are calculated by the database, the panel of a search chooses one record or option. */
function checkFigures(names: SpecNames, model: Model, path: string, tell: Tell): void {
  const { graph, pivot, search } = model.views ?? {};
  const measured = (field: string, place: string): void => {
    kind(names, model.name, field, ['number'], 'What is added up is a number', place, tell);
    const described = names.field(model.name, field);
    if (described !== null && (described.compute?.store === false || described.related !== undefined)) tell(place, `\`${field}\` is not stored, so the database cannot add it up.`, 'Store it.');
  };
  graph?.groupBy.forEach((field, index) => groupable(names, model.name, field, `${path}.graph.groupBy[${index}]`, tell));
  if (graph?.measure !== undefined) measured(graph.measure, `${path}.graph.measure`);
  for (const side of ['rows', 'columns'] as const) pivot?.[side].forEach((field, index) => groupable(names, model.name, field, `${path}.pivot.${side}[${index}]`, tell));
  pivot?.measures.forEach((field, index) => measured(field, `${path}.pivot.measures[${index}]`));
  search?.panel.forEach((field, index) => {
    const place = `${path}.search.panel[${index}]`;
    groupable(names, model.name, field, place, tell);
    const type = names.fieldType(model.name, field);
    if (type !== null && type.kind !== 'unknown' && type.kind !== 'one' && type.kind !== 'many' && !(type.kind === 'text' && type.options !== undefined)) tell(place, `One cannot choose by \`${field}\`.`, 'Name a relation or a selection.');
  });
}

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
