import type { Model } from '../../domain/module-spec/models.js';
import type { Portal } from '../../domain/module-spec/portal.js';
import { Imports } from '../python/imports.js';
import { className, underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { method } from '../models/method.js';

export type PortalModel = Model & { readonly portal: Portal };

/** Models that customers see in the portal. */
export function portalModels(index: SpecIndex): readonly PortalModel[] {
  return index.models.filter((model): model is PortalModel => model.portal !== undefined);
}

/** The name under which a page, its records and their number go. */
export const pageName = (model: Model): string => underscored(model.name);

export const portalListId = (model: Model): string => `portal_my_${pageName(model)}`;
export const portalPageId = (model: Model): string => `portal_${pageName(model)}_page`;

export const portalReportUrl = (model: PortalModel, record: string): string => `/my/${model.portal.path}/${record}/pdf`;

/** `controllers/portal.py`: list and page of each model. Rights and the record rule decide what a customer finds; only then are fields read past them. */
export function portalController(index: SpecIndex): string | null {
  const models = portalModels(index);
  if (models.length === 0) return null;
  const imports = new Imports();
  const methods = [counters(models, imports), ...models.flatMap((model) => [listPage(model, index, imports), recordPage(model, index, imports), ...(model.portal.report === undefined ? [] : [reportPage(model, model.portal.report, index, imports)])])];
  const head = `class ${className(index.spec.name)}Portal(${imports.use('CustomerPortal')}):`;
  return `${imports.print()}\n\n\n${head}\n${methods.join('\n\n')}\n`;
}

function counters(models: readonly Model[], imports: Imports): string {
  imports.use('request');
  return method('_prepare_home_portal_values(self, counters)', [
    'values = super()._prepare_home_portal_values(counters)',
    ...models.flatMap((model) => [
      `if "${pageName(model)}_count" in counters:`,
      `    records = request.env["${model.name}"]`,
      '    count = records.search_count([]) if records.has_access("read") else 0',
      `    values["${pageName(model)}_count"] = count`,
    ]),
    'return values',
  ]);
}

function listPage(model: PortalModel, index: SpecIndex, imports: Imports): string {
  const name = pageName(model);
  const url = `/my/${model.portal.path}`;
  imports.use('http');
  return method(`${portalListId(model)}(self, page=1, **kwargs)`, [
    `records = request.env["${model.name}"]`,
    `pages = ${imports.use('pager')}(`,
    `    url="${url}",`,
    '    total=records.search_count([]),',
    '    page=page,',
    '    step=self._items_per_page,',
    ')',
    'found = records.search([], limit=self._items_per_page, offset=pages["offset"])',
    'values = self._prepare_portal_layout_values()',
    'values.update(',
    `    page_name="${name}",`,
    `    default_url="${url}",`,
    '    pager=pages,',
    '    records=found.sudo(),',
    ')',
    `return request.render("${index.spec.name}.${portalListId(model)}", values)`,
  ], [
    '@http.route(',
    `    ["${url}", "${url}/page/<int:page>"],`,
    '    type="http",',
    '    auth="user",',
    '    website=True,',
    ')',
  ]);
}

function recordPage(model: PortalModel, index: SpecIndex, imports: Imports): string {
  const [access, missing] = [imports.use('AccessError'), imports.use('MissingError')];
  return method(`${portalPageId(model)}(self, record_id, **kwargs)`, [
    'try:',
    `    record = self._document_check_access("${model.name}", record_id)`,
    `except (${access}, ${missing}):`,
    '    return request.redirect("/my")',
    'values = self._prepare_portal_layout_values()',
    `values.update(page_name="${pageName(model)}", record=record)`,
    `return request.render("${index.spec.name}.${portalPageId(model)}", values)`,
  ], [
    '@http.route(',
    `    "/my/${model.portal.path}/<int:record_id>",`,
    '    type="http",',
    '    auth="user",',
    '    website=True,',
    ')',
  ]);
}

/** The customer's own record on paper; of any other there is nothing. */
function reportPage(model: PortalModel, report: string, index: SpecIndex, imports: Imports): string {
  const [access, missing] = [imports.use('AccessError'), imports.use('MissingError')];
  return method(`${portalPageId(model)}_report(self, record_id, **kwargs)`, [
    'try:',
    `    record = self._document_check_access("${model.name}", record_id)`,
    `except (${access}, ${missing}):`,
    '    raise request.not_found() from None',
    'printer = request.env["ir.actions.report"].sudo()',
    `content, _kind = printer._render_qweb_pdf("${index.xmlId(report)}", record.ids)`,
    'headers = [',
    '    ("Content-Type", "application/pdf"),',
    '    ("Content-Length", len(content)),',
    `    ("Content-Disposition", ${imports.use('content_disposition')}(f"{record.display_name}.pdf")),`,
    ']',
    'return request.make_response(content, headers=headers)',
  ], [
    '@http.route(',
    `    "${portalReportUrl(model, '<int:record_id>')}",`,
    '    type="http",',
    '    auth="user",',
    '    website=True,',
    ')',
  ]);
}
