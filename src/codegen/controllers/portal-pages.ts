import type { Field } from '../../domain/module-spec/fields.js';
import type { ModuleFile } from '../../domain/module-file.js';
import { recordName } from '../spec/complete-model.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument, type Element } from '../text/xml-element.js';
import { pageName, portalListId, portalModels, portalPageId, portalReportUrl, type PortalModel } from './portal.js';

export const PORTAL_PATH = 'views/portal_templates.xml';

/** The portal's pages: an entry on the customer's home, the way there, a list and a page for one record. */
export function portalFile(index: SpecIndex): ModuleFile | null {
  const models = portalModels(index);
  if (models.length === 0) return null;
  const nodes = models.flatMap((model) => [homeEntry(model), breadcrumb(model), listPage(model), recordPage(model, index)]);
  return { path: PORTAL_PATH, content: xmlDocument(element('odoo', {}, nodes)) };
}

const plural = (model: PortalModel): string => model.labelPlural ?? model.label;
const set = (name: string, value: string): Element => element('t', { 't-set': name, 't-value': value });

function homeEntry(model: PortalModel): Element {
  return element('template', { id: `portal_home_${pageName(model)}`, name: `Portal home: ${plural(model)}`, inherit_id: 'portal.portal_my_home', priority: '60' },
    element('xpath', { expr: "//div[hasclass('o_portal_docs')]", position: 'before' }, set('portal_client_category_enable', 'True')),
    element('xpath', { expr: "//div[@id='portal_client_category']", position: 'inside' },
      element('t', { 't-call': 'portal.portal_docs_entry' },
        set('icon', "'/portal/static/src/img/portal-connection.svg'"),
        element('t', { 't-set': 'title' }, plural(model)),
        model.description !== undefined && element('t', { 't-set': 'text' }, model.description),
        set('url', `'/my/${model.portal.path}'`),
        set('placeholder_count', `'${pageName(model)}_count'`))));
}

function breadcrumb(model: PortalModel): Element {
  const here = `page_name == '${pageName(model)}'`;
  return element('template', { id: `portal_breadcrumb_${pageName(model)}`, name: `Portal breadcrumb: ${plural(model)}`, inherit_id: 'portal.portal_breadcrumbs', priority: '60' },
    element('xpath', { expr: "//ol[hasclass('o_portal_submenu')]", position: 'inside' },
      element('li', { 't-if': here, 't-attf-class': "breadcrumb-item #{'' if record else 'active'}" },
        element('a', { 't-if': 'record', href: `/my/${model.portal.path}` }, plural(model)),
        element('t', { 't-else': '' }, plural(model))),
      element('li', { 't-if': `${here} and record`, class: 'breadcrumb-item active' }, element('t', { 't-out': 'record.display_name' }))));
}

function listPage(model: PortalModel): Element {
  const columns = fieldsOf(model, model.portal.list);
  return element('template', { id: portalListId(model), name: `Portal: ${plural(model)}` },
    element('t', { 't-call': 'portal.portal_layout' },
      set('breadcrumbs_searchbar', 'True'),
      element('t', { 't-call': 'portal.portal_searchbar' }, element('t', { 't-set': 'title' }, plural(model))),
      element('p', { 't-if': 'not records', class: 'alert alert-warning' }, 'There is nothing here for you yet.'),
      element('t', { 't-if': 'records', 't-call': 'portal.portal_table' },
        element('thead', {}, element('tr', {}, element('th', {}, model.label), columns.map((field) => element('th', { class: align(field) }, field.label)))),
        element('tbody', {}, element('tr', { 't-foreach': 'records', 't-as': 'record' },
          element('td', {}, element('a', { 't-attf-href': `/my/${model.portal.path}/#{record.id}`, 't-out': 'record.display_name' })),
          columns.map((field) => element('td', { class: align(field) }, shown(field, model))))))));
}

function recordPage(model: PortalModel, index: SpecIndex): Element {
  const report = index.spec.reports.find(({ id }) => id === model.portal.report);
  const fields = fieldsOf(model, model.portal.detail.length > 0 ? model.portal.detail : model.portal.list);
  return element('template', { id: portalPageId(model), name: `Portal: ${model.label}` },
    element('t', { 't-call': 'portal.portal_layout' },
      element('div', { class: 'card my-3' },
        element('div', { class: 'card-header d-flex justify-content-between' },
          element('h4', { class: 'mb-0', 't-out': 'record.display_name' }),
          report !== undefined && element('a', { class: 'btn btn-secondary btn-sm', 't-attf-href': portalReportUrl(model, '#{record.id}') }, report.label)),
        element('div', { class: 'card-body' },
          fields.map((field) => element('div', { class: 'row mb-2' },
            element('div', { class: 'col-12 col-md-4 text-muted' }, field.label),
            element('div', { class: 'col-12 col-md-8' }, shown(field, model))))))));
}

const NUMBERS = new Set<Field['type']>(['integer', 'float', 'monetary']);
const align = (field: Field): string | undefined => (NUMBERS.has(field.type) ? 'text-end' : undefined);

/** Lines are told by their names; all else as Odoo shows it. */
function shown(field: Field, model: PortalModel): Element {
  if (field.type === 'one2many' || field.type === 'many2many') return element('span', { 't-out': `', '.join(record.${field.name}.mapped('display_name'))` });
  const options = field.type === 'monetary' ? { 't-options': `{'widget': 'monetary', 'display_currency': record.${field.currencyField ?? 'currency_id'}}` } : field.type === 'image' ? { 't-options': "{'widget': 'image'}" } : {};
  return element('span', { 't-field': `record.${field.name}`, class: field.name === model.states?.field ? 'badge text-bg-secondary' : undefined, ...options });
}

/** The fields of the model by name; the record's own name has a place already. */
function fieldsOf(model: PortalModel, names: readonly string[]): readonly Field[] {
  return names.filter((name) => name !== recordName(model)).flatMap((name) => model.fields.filter((field) => field.name === name));
}
