import type { ModuleFile } from '../../domain/module-file.js';
import { markupTerms } from './markup-terms.js';
import { modelTerm, partTerm, type Term } from './term.js';
import { elementsOf, plainText, readXml, type XmlNode } from './xml-reader.js';

/** How a field of a record is translated: as a whole, or text by text in its markup. */
type Kind = 'whole' | 'xml' | 'html';
export type TranslatedFields = Readonly<Record<string, Readonly<Record<string, Kind>>>>;

/** Fields of Odoo 19's own models whose texts it translates, of records that modules bring. */
const OF_ODOO: TranslatedFields = {
  'ir.ui.view': { arch: 'xml' },
  'ir.actions.act_window': { name: 'whole', help: 'html' },
  'ir.actions.server': { name: 'whole', help: 'html' },
  'ir.actions.client': { name: 'whole', help: 'html' },
  'ir.actions.act_url': { name: 'whole', help: 'html' },
  'ir.actions.report': { name: 'whole', print_report_name: 'whole', help: 'html' },
  'ir.ui.menu': { name: 'whole' },
  'ir.cron': { name: 'whole' },
  'res.groups': { name: 'whole', comment: 'whole' },
  'res.groups.privilege': { name: 'whole', description: 'whole', placeholder: 'whole' },
  'res.partner.category': { name: 'whole' },
  'ir.module.category': { name: 'whole', description: 'whole' },
  // Not its body: Odoo translates that as one piece of markup, the places of its values included.
  'mail.template': { name: 'whole', description: 'whole', subject: 'whole' },
  'mail.activity.type': { name: 'whole', summary: 'whole' },
  'mail.message.subtype': { name: 'whole', description: 'whole' },
  'uom.uom': { name: 'whole' },
  'product.template': { name: 'whole', description: 'html', description_sale: 'whole' },
  'product.product': { name: 'whole' },
  'product.tag': { name: 'whole' },
  'project.task.type': { name: 'whole' },
  'project.project': { name: 'whole' },
  'project.tags': { name: 'whole' },
  'crm.stage': { name: 'whole' },
  'crm.tag': { name: 'whole' },
  'hr.job': { name: 'whole' },
  'hr.department': { name: 'whole' },
  'hr.leave.type': { name: 'whole' },
};

/** Records that Odoo makes beside one of ours, whose text is theirs. */
const BESIDE: Readonly<Record<string, readonly [model: string, suffix: string]>> = {
  'ir.cron': ['ir.actions.server', '_ir_actions_server'],
  'product.product': ['product.template', '_product_template'],
};

/** The texts of a data file that Odoo translates. @param own fields of the module's own models that are translated */
export function dataTerms(module: string, { path, content }: ModuleFile, own: TranslatedFields): readonly Term[] {
  if (typeof content !== 'string' || !path.endsWith('.xml')) return [];
  return recordsOf(readXml(content)).flatMap((node) => {
    const id = xmlId(module, node.attributes['id'] ?? '');
    if (node.tag === 'menuitem') return node.attributes['name'] === undefined ? [] : [modelTerm('ir.ui.menu,name', id, node.attributes['name'])];
    if (node.tag === 'template') return markupTerms({ tag: 't', attributes: {}, children: node.children }).map((text) => partTerm('ir.ui.view,arch_db', id, text));
    const model = node.attributes['model'] ?? '';
    const known = { ...OF_ODOO[model], ...own[model] };
    return elementsOf(node).filter(({ tag }) => tag === 'field').flatMap((field) => fieldTerms(model, id, field, known));
  });
}

const xmlId = (module: string, id: string): string => (id.includes('.') ? id : `${module}.${id}`);

function recordsOf(root: XmlNode): readonly XmlNode[] {
  return elementsOf(root).flatMap((node) => (node.tag === 'data' ? recordsOf(node) : ['record', 'template', 'menuitem'].includes(node.tag) ? [node] : []));
}

function fieldTerms(model: string, id: string, field: XmlNode, known: Readonly<Record<string, Kind>>): readonly Term[] {
  const name = field.attributes['name'] ?? '';
  const kind = known[name];
  if (kind === undefined || 'eval' in field.attributes || 'ref' in field.attributes) return [];
  const [owner, suffix] = BESIDE[model] ?? [model, ''];
  const at = `${owner},${model === 'ir.ui.view' ? 'arch_db' : name}`;
  if (kind === 'whole') return [modelTerm(at, id + suffix, plainText(field))];
  // HTML that stands as text is read as what it says.
  const isText = field.children.every((child) => typeof child === 'string');
  const roots = kind === 'xml' && !isText ? elementsOf(field) : [isText ? { ...readXml(`<div>${plainText(field)}</div>`), attributes: {} } : { ...field, tag: 'div', attributes: {} }];
  return roots.flatMap((root) => markupTerms(unescapedPercent(root), kind === 'html')).map((text) => partTerm(at, id + suffix, text));
}

/** `%%` stands for `%` where Odoo's loader looks for ids. */
function unescapedPercent(node: XmlNode): XmlNode {
  const plain = (text: string): string => (/%%/.test(text) ? text.replaceAll('%%', '%') : text);
  return { ...node, attributes: Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, plain(value)])), children: node.children.map((child) => (typeof child === 'string' ? plain(child) : unescapedPercent(child))) };
}
