import { parseExpression } from '../../domain/expression/parse.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { printDomain } from '../expression/domain.js';
import { recordName } from '../spec/complete-model.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';

const SEARCHED = new Set<Field['type']>(['char', 'many2one', 'many2many']);
const GROUPED = new Set<Field['type']>(['many2one', 'selection', 'date', 'datetime']);
const MOST = 6;

/** Search over names and relations, filters by status and archive besides those of the spec, and groupings. */
export function searchView(model: Model, index: SpecIndex): Element {
  const view = model.views?.search;
  const stored = model.fields.filter((field) => field.related === undefined && (field.compute === undefined || field.compute.store) && !field.companyDependent);
  const title = recordName(model);
  const fields = (view?.fields.length ?? 0) > 0 ? view?.fields ?? [] : stored.filter((field) => SEARCHED.has(field.type)).map((field) => field.name).slice(0, MOST);
  const groupBy = (view?.groupBy.length ?? 0) > 0 ? view?.groupBy ?? [] : stored.filter((field) => GROUPED.has(field.type) && field.name !== 'currency_id').map((field) => field.name).slice(0, MOST);
  const names = new Set(fields);
  if (title !== null && stored.some((field) => field.name === title)) names.add(title);
  return element('search', {},
    [...names].toSorted((a, b) => Number(b === title) - Number(a === title)).map((name) => element('field', { name })),
    separated([specFilters(model, index), stateFilters(model), archiveFilter(model)]),
    groupBy.length > 0 && element('group', {}, groupBy.map((name) => element('filter', { name: `group_by_${name}`, string: model.fields.find((field) => field.name === name)?.label ?? name, context: `{'group_by': '${name}'}` }))),
    panel(model));
}

/** At the left of lists and cards: one record or option, or some of a relation to many. */
function panel(model: Model): Element | null {
  const names = model.views?.search?.panel ?? [];
  const several = (name: string): boolean => model.fields.some((field) => field.name === name && field.type === 'many2many');
  return names.length === 0 ? null : element('searchpanel', {}, names.map((name) => element('field', { name, select: several(name) ? 'multi' : undefined, enable_counters: '1' })));
}

export function specFilters(model: Model, index: SpecIndex): Element[] {
  return (model.views?.search?.filters ?? []).map((filter) => element('filter', {
    name: filter.id, string: filter.label, domain: printDomain(parseExpression(filter.where), { index, model: model.name, place: { kind: 'filter' } }),
  }));
}

function stateFilters(model: Model): Element[] {
  const { states } = model;
  return (states?.options ?? []).map((option) => element('filter', { name: `${states?.field ?? 'state'}_${option.id}`, string: option.label, domain: `[('${states?.field ?? 'state'}', '=', '${option.id}')]` }));
}

function archiveFilter(model: Model): Element[] {
  return model.fields.some((field) => field.name === 'active') ? [element('filter', { name: 'archived', string: 'Archived', domain: "[('active', '=', False)]" })] : [];
}

/** Filters of one block are joined by "or", blocks by "and". */
function separated(blocks: readonly Element[][]): Element[] {
  return blocks.filter((block) => block.length > 0).flatMap((block) => [element('separator'), ...block]);
}
