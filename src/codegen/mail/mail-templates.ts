import type { ModuleFile } from '../../domain/module-file.js';
import type { MailTemplate } from '../../domain/module-spec/behaviour.js';
import { paragraphs, templateParts } from '../../domain/module-spec/template-text.js';
import { modelField } from '../data/model-ref.js';
import { commands } from '../data/commands.js';
import { readable, type Telling } from '../effects/readable.js';
import { methodScope } from '../expression/python-scope.js';
import { walk } from '../expression/kinds.js';
import { Imports } from '../python/imports.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, inline, xmlDocument, type Element } from '../text/xml-element.js';
import { archSafe } from '../views/arch-safe.js';

export const MAIL_TEMPLATES_PATH = 'data/mail_template_data.xml';

/** Functions that Odoo gives to whatever is written in a mail. */
const TELLING: Telling = {
  date: (code) => `format_date(${code})`,
  datetime: (code) => `format_datetime(${code})`,
  amount: (code, currency) => `format_amount(${code}, ${currency})`,
};

/** The mail templates; what a person rewrites in them survives updates of the module. */
export function mailTemplatesFile(index: SpecIndex): ModuleFile | null {
  const { mailTemplates } = index.spec;
  if (mailTemplates.length === 0) return null;
  return { path: MAIL_TEMPLATES_PATH, content: xmlDocument(element('odoo', { noupdate: '1' }, mailTemplates.map((mail) => record(mail, index)))) };
}

function record(mail: MailTemplate, index: SpecIndex): Element {
  const code = (path: string): string => valueOf(path, mail, index);
  return element('record', { id: mail.id, model: 'mail.template' },
    element('field', { name: 'name' }, mail.label),
    modelField('model_id', mail.model, index),
    element('field', { name: 'subject' }, inlineTemplate(mail.subject, code)),
    ...recipients(mail, index),
    mail.language !== undefined && element('field', { name: 'lang' }, `{{ object.${mail.language} }}`),
    element('field', { name: 'body_html', type: 'html' }, archSafe(element('div', {}, paragraphs(mail.body).map((lines) => paragraph(lines, code))))),
    mail.report !== undefined && element('field', { name: 'report_template_ids', eval: commands('link', [mail.report]) }),
    element('field', { name: 'auto_delete', eval: 'True' }));
}

function valueOf(path: string, mail: MailTemplate, index: SpecIndex): string {
  const scope = { ...methodScope(index, new Imports(), null), user: 'user', company: 'user.company_id' };
  return readable(path, { code: 'object', model: mail.model }, scope, TELLING);
}

/** `Reminder: {{ object.name }}`. Braces of a person would be taken for a placeholder: the laws refuse them, and here they are parted. */
function inlineTemplate(template: string, code: (path: string) => string): string {
  return templateParts(template).map((part) => ('path' in part ? `{{ ${code(part.path)} }}` : part.text.replaceAll('{{', '{ {').replaceAll('}}', '} }').replaceAll('\n', ' '))).join('');
}

/** One paragraph, its lines below each other, each placeholder as an element that escapes what it shows. */
function paragraph(lines: readonly string[], code: (path: string) => string): Element {
  const pieces = lines.flatMap((line, i) => [
    ...(i === 0 ? [] : [element('br')]),
    ...templateParts(line).map((part) => ('path' in part ? element('t', { 't-out': code(part.path) }) : part.text)),
  ]);
  return inline('p', {}, ...pieces);
}

/** A relation to contacts, to users (whose contacts they are), or an address. */
function recipients(mail: MailTemplate, index: SpecIndex): Element[] {
  const last = walk(index, mail.model, mail.to.split('.')).at(-1);
  const relation = last?.kind === 'one' || last?.kind === 'many';
  if (!relation) return [element('field', { name: 'email_to' }, `{{ object.${mail.to} or '' }}`)];
  const contacts = `object.${mail.to}${last.comodel === 'res.users' ? '.partner_id' : ''}`;
  return [element('field', { name: 'partner_to' }, `{{ ','.join(str(i) for i in ${contacts}.ids) }}`), element('field', { name: 'use_default_to', eval: 'False' })];
}
