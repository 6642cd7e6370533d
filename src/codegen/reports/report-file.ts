import type { ModuleFile } from '../../domain/module-file.js';
import type { Report, ReportSection } from '../../domain/module-spec/behaviour.js';
import { paragraphs, templateParts } from '../../domain/module-spec/template-text.js';
import { commands } from '../data/commands.js';
import { modelField } from '../data/model-ref.js';
import { pathLabel } from '../effects/readable.js';
import { walk } from '../expression/kinds.js';
import { rowsMethod } from '../models/effect-methods.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { quoted } from '../text/python-string.js';
import { element, inline, xmlDocument, type Element } from '../text/xml-element.js';
import { archSafe } from '../views/arch-safe.js';

/** `reports/report_contract.xml`: the document as a QWeb template, and its entry in the print menu. */
export function reportFile(report: Report, index: SpecIndex): ModuleFile {
  const template = `${report.id}_document`;
  const own = paperFormat(report);
  const record = element('record', { id: report.id, model: 'ir.actions.report' },
    element('field', { name: 'name' }, report.label),
    element('field', { name: 'model' }, report.model),
    element('field', { name: 'report_type' }, 'qweb-pdf'),
    element('field', { name: 'report_name' }, index.xmlId(template)),
    element('field', { name: 'report_file' }, index.xmlId(template)),
    element('field', { name: 'print_report_name' }, `'%s - %s' % (${quoted(report.label, "'")}, object.display_name)`),
    modelField('binding_model_id', report.model, index),
    element('field', { name: 'binding_type' }, 'report'),
    element('field', { name: 'paperformat_id', ref: own === null ? KNOWN_PAPER[report.format] : paperId(report) }),
    report.groups.length > 0 && element('field', { name: 'group_ids', eval: commands('link', report.groups) }));
  return { path: `reports/${report.id}.xml`, content: xmlDocument(element('odoo', {}, own, documentTemplate(report, template, index), record)) };
}

const KNOWN_PAPER: Readonly<Record<string, string>> = { A4: 'base.paperformat_euro', Letter: 'base.paperformat_us' };
const paperId = (report: Report): string => `${report.id}_paperformat`;

/** A format of its own where Odoo brings none; its margins have room for the company's header and footer. */
function paperFormat(report: Report): Element | null {
  if (!report.landscape && KNOWN_PAPER[report.format] !== undefined) return null;
  const field = (name: string, value: string): Element => element('field', { name }, value);
  return element('record', { id: paperId(report), model: 'report.paperformat' },
    field('name', `${report.label} (${report.format})`), field('format', report.format), field('orientation', report.landscape ? 'Landscape' : 'Portrait'),
    field('margin_top', '52'), field('margin_bottom', '32'), field('margin_left', '0'), field('margin_right', '0'), field('header_spacing', '52'), field('dpi', '90'),
    element('field', { name: 'css_margins', eval: 'True' }));
}

function documentTemplate(report: Report, id: string, index: SpecIndex): Element {
  const page = element('div', { class: 'page' },
    inline('h2', {}, ...textPieces(report.title, report.model, index)),
    report.sections.map((section, at) => sectionNode(section, at, report, index)));
  return archSafe(element('template', { id },
    element('t', { 't-call': 'web.html_container' },
      element('t', { 't-foreach': 'docs', 't-as': 'doc' },
        element('t', { 't-call': 'web.external_layout' }, page)))));
}

function sectionNode(section: ReportSection, at: number, report: Report, index: SpecIndex): Element {
  return element('div', { class: 'mt-4' },
    section.title !== undefined && element('h4', { style: 'break-after: avoid' }, section.title),
    section.text !== undefined && paragraphs(section.text).map((lines) => inline('p', {}, ...lines.flatMap((line, i) => [...(i === 0 ? [] : [element('br')]), ...textPieces(line, report.model, index)]))),
    section.fields.length > 0 && element('div', { class: 'row' }, section.fields.map((path) => element('div', { class: 'col-6 mb-2' },
      element('strong', { class: 'd-block' }, pathLabel(path, report.model, index)),
      shown(path, 'doc', report.model, index)))),
    section.table !== undefined && table(section, section.table, at, report, index));
}

function textPieces(text: string, model: string, index: SpecIndex): (Element | string)[] {
  return templateParts(text).map((part) => ('path' in part ? shown(part.path, 'doc', model, index) : part.text));
}

/** `<span t-field="doc.date_end"/>`: Odoo writes it as the person reads it. Several records are told by their names. */
function shown(path: string, root: string, model: string, index: SpecIndex): Element {
  const [first = '', ...rest] = path.split('.');
  if (first === 'user' || first === 'company') return element('span', { 't-field': [first === 'user' ? 'user' : 'res_company', ...(rest.length === 0 ? ['display_name'] : rest)].join('.') });
  const many = walk(index, model, path.split('.')).some(({ kind }) => kind === 'many');
  return many ? element('span', { 't-out': `', '.join(${root}.${path}.mapped('display_name'))` }) : element('span', { 't-field': `${root}.${path}` });
}

const NUMBERS = ['integer', 'float', 'monetary'];

function table(section: ReportSection, relation: string, at: number, report: Report, index: SpecIndex): Element {
  const model = walk(index, report.model, relation.split('.')).at(-1)?.comodel ?? '';
  const typeOf = (path: string): string => {
    const segments = path.split('.');
    const owner = segments.length === 1 ? model : walk(index, model, segments).at(-2)?.comodel ?? null;
    return index.facts(owner, segments.at(-1) ?? '').type;
  };
  const side = (path: string): string | undefined => (NUMBERS.includes(typeOf(path)) ? 'text-end' : undefined);
  const rows = section.when === undefined ? `doc.${relation}` : `doc.${rowsMethod(report, at)}()`;
  const head = element('thead', {}, element('tr', {}, section.columns.map((path) => element('th', { class: side(path) }, pathLabel(path, model, index)))));
  const body = element('tr', { 't-foreach': 'rows', 't-as': 'line' }, section.columns.map((path) => element('td', { class: side(path) }, shown(path, 'line', model, index))));
  const total = (path: string): Element => element('span', { 't-out': `sum(rows.mapped('${path}'))`, 't-options': totalOptions(typeOf(path), path, model, index) });
  const sums = section.totals.length === 0 ? null : element('tr', { class: 'fw-bold' }, section.columns.map((path) => element('td', { class: side(path) }, section.totals.includes(path) && total(path))));
  return element('t', {}, element('t', { 't-set': 'rows', 't-value': rows }), element('table', { class: 'table table-sm' }, head, element('tbody', {}, body, sums)));
}

function totalOptions(type: string, path: string, model: string, index: SpecIndex): string | undefined {
  if (type === 'monetary') return `{'widget': 'monetary', 'display_currency': rows[:1].${index.field(model, path)?.currencyField ?? 'currency_id'} or res_company.currency_id}`;
  return type === 'float' ? "{'widget': 'float', 'precision': 2}" : undefined;
}
