import { parseExpression } from '../../domain/expression/parse.js';
import type { Effect, EffectLines } from '../../domain/module-spec/effects.js';
import { printPython } from '../expression/python.js';
import { methodScope, type NamedRecord, type PythonScope } from '../expression/python-scope.js';
import { expressionText, valueCode, valuesCode } from '../expression/value.js';
import { condition } from '../models/method.js';
import type { Imports } from '../python/imports.js';
import { call, dict, layout, list, type Code } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { sentence } from './readable.js';

/** Where effects are printed: for which record, at how many levels of indentation. */
export interface EffectPlace {
  readonly index: SpecIndex;
  readonly imports: Imports;
  readonly record: NamedRecord;
  readonly depth: number;
}

/** What effects do to one record, as lines without the indentation of the place; what is opened at the end is not among them (opened). */
export function effectLines(effects: readonly Effect[], place: EffectPlace): string[] {
  return effects.filter((effect) => effect.do !== 'open').flatMap((effect) => printEffect(effect, place));
}

/** `return self.invoice_id._get_records_action()`: what a button shows when it is done; null when it just ends. */
export function opened(effects: readonly Effect[], place: Omit<EffectPlace, 'depth'>): string | null {
  const last = effects.find((effect) => effect.do === 'open');
  if (last === undefined) return null;
  const record = { code: 'self', model: place.record.model };
  const target = last.on === undefined ? 'self' : printPython(parseExpression(last.on), methodScope(place.index, place.imports, record)).code;
  return `return ${target}._get_records_action()`;
}

function printEffect(effect: Effect, place: EffectPlace): string[] {
  const { index, imports, record } = place;
  const scope = methodScope(index, imports, record);
  if (effect.for === undefined) return guarded(effect.when, scope, place.depth, (depth) => done(effect, record, { ...scope, outer: record }, place, depth));
  const items = printPython(parseExpression(effect.for), scope);
  const item = { code: itemVariable(items.model, [record.code]), model: items.model ?? '' };
  const inner: PythonScope = { ...scope, record: item, outer: record };
  const lines = guarded(effect.when, inner, place.depth + 1, (depth) => done(effect, item, inner, place, depth));
  return [`for ${item.code} in ${items.code}:`, ...indented(lines)];
}

/** A name for the records of a relation that is not one of those in use. */
function itemVariable(model: string | null, taken: readonly string[]): string {
  const name = model === null ? 'item' : recordVariable(model);
  return taken.includes(name) ? `other_${name}` : name;
}

function guarded(when: string | undefined, scope: PythonScope, depth: number, lines: (depth: number) => string[]): string[] {
  if (when === undefined) return lines(depth);
  return [...condition('if ', printPython(parseExpression(when), scope).code, ':', depth), ...indented(lines(depth + 1))];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

function statement(code: Code, depth: number, before = '', after = ''): string[] {
  return layout(code, depth, before, after).split('\n').map((line, i) => (i === 0 ? line : line.slice(depth * 4)));
}

/** One effect for `item`, whose fields bare names are. */
function done(effect: Effect, item: NamedRecord, scope: PythonScope, place: EffectPlace, depth: number): string[] {
  const sudo = effect.sudo ? '.sudo()' : '';
  switch (effect.do) {
    case 'write': return onTarget(effect, item, scope, depth, false, (target, inner) => statement(call(`${target.code}${sudo}.write`, [valuesCode(effect.values ?? {}, scope, target.model)]), inner));
    case 'press': return onTarget(effect, item, scope, depth, false, (target) => [`${target.code}${sudo}.${effect.button ?? ''}()`]);
    case 'create': return create(effect, item, scope, depth);
    case 'mail': return onTarget(effect, item, scope, depth, true, (target, inner) => statement(call(`self.env.ref(${pythonString(place.index.xmlId(effect.template ?? ''))})${sudo}.send_mail`, [`${target.code}.id`], { email_layout_xmlid: '"mail.mail_notification_light"' }), inner));
    case 'activity': return onTarget(effect, item, scope, depth, false, (target, inner) => statement(call(`${target.code}${sudo}.activity_schedule`, [pythonString(activityType(effect))], {
      date_deadline: effect.deadline === undefined ? undefined : valueCode(effect.deadline, scope),
      summary: sentence(effect.summary ?? '', item, scope),
      user_id: effect.user === undefined ? 'self.env.uid' : orMe(valueCode(effect.user, scope)),
    }), inner));
    case 'post': return onTarget(effect, item, scope, depth, true, (target, inner) => statement(call(`${target.code}${sudo}.message_post`, [], { body: sentence(effect.text ?? '', item, scope) }), inner));
    case 'follow': return onTarget(effect, item, scope, depth, false, (target, inner) => statement(call(`${target.code}${sudo}.message_subscribe`, [contacts(effect, scope)]), inner));
    case 'open': return [];
  }
}

/** A relation that may be empty has nobody to write to: what is for one record is done for each. */
function onTarget(effect: Effect, item: NamedRecord, scope: PythonScope, depth: number, each: boolean, lines: (target: NamedRecord, depth: number) => string[]): string[] {
  if (effect.on === undefined) return lines(item, depth);
  const found = printPython(parseExpression(effect.on), scope);
  if (!each) return lines({ code: found.code, model: found.model ?? '' }, depth);
  const target = { code: itemVariable(found.model, [item.code, scope.outer?.code ?? '']), model: found.model ?? '' };
  return [`for ${target.code} in ${found.code}:`, ...indented(lines(target, depth + 1))];
}

function create(effect: Effect, item: NamedRecord, scope: PythonScope, depth: number): string[] {
  const model = effect.model ?? '';
  const maker = `self.env[${pythonString(model)}]${effect.sudo ? '.sudo()' : ''}.create`;
  const made = `new_${recordVariable(model)}`;
  const values = valuesCode(effect.values ?? {}, scope, model);
  const assigned = effect.link === undefined ? '' : `${made} = `;
  const lines = Object.entries(effect.lines ?? {});
  const making = lines.length === 0
    ? statement(call(maker, [values]), depth, assigned)
    : [...statement(values, depth, 'vals = '), ...lines.flatMap(([field, own]) => rows(model, field, own, item, scope, depth)), `${assigned}${maker}(vals)`];
  return effect.link === undefined ? making : [...making, ...statement(call(`${item.code}.write`, [dict([[effect.link, pointer(effect.link, made, item, scope)]])]), depth)];
}

function pointer(field: string, made: string, item: NamedRecord, scope: PythonScope): Code {
  const many = ['many2many', 'one2many'].includes(scope.index.facts(item.model, field).type);
  return many ? list([`${scope.imports.use('Command')}.link(${made}.id)`]) : `${made}.id`;
}

/** `vals["invoice_line_ids"] = [Command.create({…}) for part in repair.line_ids if …]` */
function rows(model: string, field: string, lines: EffectLines, item: NamedRecord, scope: PythonScope, depth: number): string[] {
  const found = printPython(parseExpression(lines.for), scope);
  const row = { code: itemVariable(found.model, [item.code, scope.outer?.code ?? '']), model: found.model ?? '' };
  const inner: PythonScope = { ...scope, record: row, outer: scope.outer ?? item };
  return [
    `vals[${pythonString(field)}] = [`,
    ...indented(statement(call(`${scope.imports.use('Command')}.create`, [valuesCode(lines.values, inner, scope.index.facts(model, field).comodel)]), depth + 1)),
    `    for ${row.code} in ${found.code}`,
    ...(lines.when === undefined ? [] : indented(condition('if ', printPython(parseExpression(lines.when), inner).code, '', depth + 1))),
    ']',
  ];
}

function activityType(effect: Effect): string {
  return effect.type ?? 'mail.mail_activity_data_todo';
}

/** Whoever acts, when nobody is named. */
function orMe(code: Code): Code {
  return typeof code === 'string' ? `${code} or self.env.uid` : code;
}

/** The contacts of whom a value names: users follow as their contact. */
function contacts(effect: Effect, scope: PythonScope): Code {
  const expression = expressionText(effect.who);
  if (expression === null) return list([]);
  const found = printPython(parseExpression(expression), scope);
  return `${found.code}${found.model === 'res.users' ? '.partner_id' : ''}.ids`;
}
