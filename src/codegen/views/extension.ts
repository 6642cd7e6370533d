import { BuilderError } from '../../domain/errors.js';
import type { Model } from '../../domain/module-spec/models.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { analysis } from './analysis.js';
import { archSafe } from './arch-safe.js';
import { extendedFormNodes } from './extended-form.js';
import { specFilters } from './search.js';
import { knownViews } from './known-views.js';
import { placedInList, placedInSearch } from './placed.js';

/** What a module adds to the views of a model of Odoo: a tab or header in the form, columns, filters; figures of its own. */
export function extensionViews(model: Model, index: SpecIndex): Element[] {
  const known = knownViews(model.name);
  const list = model.views?.list;
  const filters = specFilters(model, index);
  if (known === null) {
    if (model.views !== undefined) throw new BuilderError('user', 'views_unknown', `The views of ${model.name} are not known, so nothing can be added to them; leave out \`views\` of this model.`);
    return [];
  }
  const plain = list === undefined ? [] : [...list.fields.map((name) => element('field', { name, optional: 'show' })), ...list.hidden.map((name) => element('field', { name, optional: 'hide' }))];
  const columns = [...placedInList(model, list?.placed ?? []), ...(plain.length === 0 ? [] : [element('xpath', { expr: '//list', position: 'inside' }, plain)])];
  const searched = [...placedInSearch(model.views?.search?.placed ?? []), ...(filters.length === 0 ? [] : [element('xpath', { expr: '//search', position: 'inside' }, element('separator'), filters)])];
  const form = extendedFormNodes(model, index);
  return [
    ...(form.length === 0 ? [] : [inherited(model, 'form', known.form, form)]),
    ...(columns.length === 0 || known.list === undefined ? [] : [inherited(model, 'list', known.list, columns)]),
    ...(searched.length === 0 || known.search === undefined ? [] : [inherited(model, 'search', known.search, searched)]),
    ...analysis(model),
  ];
}

function inherited(model: Model, type: string, ref: string, nodes: readonly Element[]): Element {
  const arch = nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : element('data', {}, nodes);
  return element('record', { id: `${underscored(model.name)}_view_${type}`, model: 'ir.ui.view' },
    element('field', { name: 'name' }, `${model.name}.view.${type}.inherit`),
    element('field', { name: 'model' }, model.name),
    element('field', { name: 'inherit_id', ref }),
    element('field', { name: 'arch', type: 'xml' }, archSafe(arch)));
}
