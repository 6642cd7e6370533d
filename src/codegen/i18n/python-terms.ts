import type { ModuleFile } from '../../domain/module-file.js';
import { underscored } from '../python/names.js';
import { AUTOMATIC_LABELS, DISPLAY_NAME_HELP, MODEL_NAMES, THREAD_LABELS, THREAD_LABELS_OF_APPS } from './odoo-terms.js';
import { argumentsAt, itemsOf, textOf } from './python-literals.js';
import { modelTerm, type Term } from './term.js';

const CALL = /(?<![\w.])(?:self\.env\.|request\.env\.|env\.)?_(?:lt)?\(/g;
const CLASS = /^class \w+\((?:models\.)?(Model|TransientModel|AbstractModel)\):\n((?:(?: {4}.*)?\n)*)/gm;

const FIELD = /^ {4}([a-z]\w*) = fields\.[A-Z]\w*\(/gm;
/** Tables of Odoo's models that have the fields of another as their own (`_inherits`); a field added there is theirs too. */
const DELEGATES: Readonly<Record<string, readonly string[]>> = { 'res.partner': ['res_users'], 'product.template': ['product_product'] };

/** The texts that code asks to be translated: `_("…")`. */
export function codeTerms(module: string, { path, content }: ModuleFile): readonly Term[] {
  if (typeof content !== 'string' || !path.endsWith('.py')) return [];
  return [...content.matchAll(CALL)].flatMap((match) => {
    const source = textOf(argumentsAt(content, match.index + match[0].length).positional[0]);
    return source === null ? [] : [{ source, reference: `code:addons/${module}/${path}:0`, isCode: true }];
  });
}

/** The names of the models, fields and options, and what constraints say, of a file with classes. */
export function classTerms(module: string, { path, content }: ModuleFile, apps: ReadonlySet<string>): readonly Term[] {
  if (typeof content !== 'string' || !path.endsWith('.py') || path.startsWith('tests/')) return [];
  return [...content.matchAll(CLASS)].flatMap(([, , body = '']) => modelTerms(module, body, apps));
}

function modelTerms(module: string, body: string, apps: ReadonlySet<string>): readonly Term[] {
  const own = textOf(attribute(body, '_name'));
  const inherits = attribute(body, '_inherit') ?? '';
  const parents = [textOf(inherits), ...itemsOf(inherits).map(textOf)].filter((name) => name !== null);
  const model = own ?? parents[0];
  if (model === undefined) return [];
  const isNew = own !== null && !parents.includes(own);
  const table = underscored(model);
  const name = isNew ? textOf(attribute(body, '_description')) ?? model : MODEL_NAMES[model] ?? model;
  const fieldId = (field: string): string => `${module}.field_${table}__${field}`;
  const label = (field: string, text: string): Term => modelTerm('ir.model.fields,field_description', fieldId(field), text);
  const ofApps = Object.entries(THREAD_LABELS_OF_APPS).flatMap(([app, labels]) => (apps.has(app) ? Object.entries(labels) : []));
  const threads = isNew && parents.includes('mail.thread') ? [...Object.entries(THREAD_LABELS), ...ofApps] : [];
  const nameHelp = isNew ? undefined : DISPLAY_NAME_HELP[model];
  return [
    modelTerm('ir.model,name', `${module}.model_${table}`, name),
    ...Object.entries(AUTOMATIC_LABELS).filter(([field]) => isNew || field === 'id' || field === 'display_name').map(([field, text]) => label(field, text)),
    ...(nameHelp === undefined ? [] : [modelTerm('ir.model.fields,help', fieldId('display_name'), nameHelp)]),
    ...threads.flatMap(([field, [text, help]]) => [label(field, text), ...(help === undefined ? [] : [modelTerm('ir.model.fields,help', fieldId(field), help)])]),
    ...assignments(body, FIELD).flatMap(([field, code]) => [table, ...(isNew ? [] : DELEGATES[model] ?? [])].flatMap((owner) => fieldTerms(module, owner, field, code).filter(({ reference }) => owner === table || !reference.includes('.selection,')))),
    ...assignments(body, /^ {4}_(\w+) = models\.(?:Constraint|UniqueIndex)\(/gm).flatMap(([id, code]) => {
      const message = textOf(argumentsAt(code, 0).positional[1]);
      return message === null ? [] : [modelTerm('ir.model.constraint,message', `${module}.constraint_${table}_${id}`, message)];
    }),
  ];
}

/** The value of a class attribute as it is written. */
function attribute(body: string, name: string): string | undefined {
  const start = new RegExp(`^ {4}${name} = `, 'm').exec(body);
  return start === null ? undefined : /^(?:\S.*(?:\n {8}.*)*(?:\n {4}[)\]].*)?)/.exec(body.slice(start.index + start[0].length))?.[0];
}

/** Names with what stands after the bracket that the pattern ends with. */
const assignments = (body: string, pattern: RegExp): [string, string][] => [...body.matchAll(pattern)].map((match) => [match[1] ?? '', body.slice(match.index + match[0].length)]);

function fieldTerms(module: string, table: string, field: string, code: string): readonly Term[] {
  const { named } = argumentsAt(code, 0);
  const id = `${module}.field_${table}__${field}`;
  const help = textOf(named.get('help'));
  const options = [...itemsOf(named.get('selection')), ...itemsOf(named.get('selection_add'))].map((item) => itemsOf(item).map(textOf));
  return [
    modelTerm('ir.model.fields,field_description', id, textOf(named.get('string')) ?? derivedLabel(field)),
    ...(help === null ? [] : [modelTerm('ir.model.fields,help', id, help)]),
    ...options.flatMap(([value, text]) => (typeof value === 'string' && typeof text === 'string' ? [modelTerm('ir.model.fields.selection,name', `${module}.selection__${table}__${field}__${value.replaceAll('.', '_').replaceAll(' ', '_').toLowerCase()}`, text)] : [])),
  ];
}

/** As Odoo makes it of the name. */
function derivedLabel(field: string): string {
  return field.replace(/_ids?$/, '').split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
