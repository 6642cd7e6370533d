import { parseExpression } from '../../domain/expression/parse.js';
import { pathsOf } from '../../domain/expression/paths.js';
import type { Model } from '../../domain/module-spec/models.js';
import { printViewCondition } from '../expression/view-condition.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Attributes, type Element } from '../text/xml-element.js';
import { currenciesOf, defaultColumns } from './field-choice.js';
import { fieldNode } from './field-node.js';

const DEFAULT_COLUMNS = 7;

/** The list of a model; with `inverse`, the list of lines inside of the form of the record that they belong to. */
export function listView(model: Model, index: SpecIndex, inverse?: string): Element {
  const view = inverse === undefined ? model.views?.list : undefined;
  const columns = view !== undefined && view.fields.length > 0 ? view.fields : defaultColumns(model, inverse, DEFAULT_COLUMNS);
  const hidden = (view?.hidden ?? []).filter((name) => !columns.includes(name));
  const decorations = (view?.decorations ?? []).map(({ style, when }) => [style, parseExpression(when)] as const);
  const shown = [...columns, ...hidden];
  const read = decorations.flatMap(([, when]) => pathsOf(when).map(([first]) => first ?? '')).filter((name) => !shown.includes(name));
  const unseen = [...new Set([...currenciesOf(model, shown), ...read])];
  const decorationAttributes = Object.fromEntries(Map.groupBy(decorations, ([style]) => style).entries().map(([style, same]) =>
    [`decoration-${style}`, same.map(([, when]) => printViewCondition(when, index, model.name)).map((code) => (same.length > 1 ? `(${code})` : code)).join(' or ')]));
  const attributes: Attributes = {
    ...(inverse === undefined ? {} : { editable: editableInline(model, columns) }),
    ...(view?.editable === true ? { editable: 'bottom' } : {}),
    default_order: view?.order,
    ...decorationAttributes,
  };
  return element('list', attributes,
    unseen.map((name) => element('field', { name, column_invisible: 'True' })),
    columns.map((name) => column(model, name, view?.totals ?? [])),
    hidden.map((name) => column(model, name, view?.totals ?? [], { optional: 'hide' })));
}

function column(model: Model, name: string, totals: readonly string[], attributes: Attributes = {}): Element {
  const label = model.fields.find((field) => field.name === name)?.label;
  const handle = name === 'sequence' && (model.order ?? '').startsWith('sequence') ? { widget: 'handle' } : {};
  return fieldNode(model, name, { ...handle, ...attributes, sum: totals.includes(name) ? `Total ${label ?? name}` : undefined });
}

/** Lines are typed in place when they have no life of their own and every field that must be filled in has a column. */
function editableInline(model: Model, columns: readonly string[]): string | undefined {
  const complete = model.fields.every((field) => !field.required || field.default !== undefined || field.compute !== undefined || columns.includes(field.name) || field.name === 'currency_id');
  return model.states === undefined && !model.mailThread && complete ? 'bottom' : undefined;
}
