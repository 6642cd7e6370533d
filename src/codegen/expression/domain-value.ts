import type { Expression, LiteralValue, Special } from '../../domain/expression/ast.js';
import { quoted } from '../text/python-string.js';
import { isDayText } from './kinds.js';
import { notHere } from './not-here.js';

/** Who evaluates the domain: a record rule, a filter or window action in the browser, a field's chooser in a form, or Python. */
export type DomainPlace =
  | { readonly kind: 'rule' | 'filter' | 'chooser' }
  | { readonly kind: 'python'; readonly user: string; named(name: string): string | null };

const UNITS = { days: 'd', months: 'm', years: 'y' } as const;

/** A text in a domain: in single quotes in data files and views, whose attributes stand in double ones. */
export function domainText(text: string, place: DomainPlace): string {
  return quoted(text, place.kind === 'python' ? '"' : "'");
}

/** The value's side of a comparison. Dates relative to today are written as Odoo 19 reads them in domains: `today +14d`. */
export function domainValue(node: Expression, place: DomainPlace, plural: boolean): string {
  const moment = relativeDate(node);
  if (moment !== null) return domainText(moment, place);
  switch (node.kind) {
    case 'literal': return literal(node.value, place);
    case 'list': return `[${node.items.map((item) => literal(item, place)).join(', ')}]`;
    case 'special': return special(node, place, plural);
    case 'path': {
      const named = place.kind === 'python' && node.segments.length === 1 ? place.named(node.segments[0]) : null;
      if (named !== null) return plural ? `${named}.ids` : `${named}.id`;
      throw notHere(`A domain compares a field with a value, not with the field \`${node.segments.join('.')}\`.`, 'Compute a field that says whether it holds, and ask for that.');
    }
    default: throw notHere('This cannot be a value in a domain.', 'Use a literal, user, company, companies, or a date such as today() + days(14).');
  }
}

function literal(value: LiteralValue, place: DomainPlace): string {
  if (value === null) return 'False';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : domainText(value, place);
}

function special(node: Special, place: DomainPlace, plural: boolean): string {
  if (node.name === 'record') {
    if (place.kind !== 'chooser' || node.segments.length !== 1) throw notHere('`record` is the record being filled in.', 'Use it in a field’s `where` only, with one field, e.g. record.partner_id.');
    return node.segments.join('.');
  }
  if (node.name === 'setting') throw notHere('A filter does not know the settings.', 'Compute a field with it, and ask for that.');
  const dotted = node.segments.map((segment) => `.${segment}`).join('');
  if (place.kind === 'rule' || place.kind === 'python') {
    const user = place.kind === 'python' ? place.user : 'user';
    if (node.name === 'user') return `${user}${dotted}.${plural ? 'ids' : 'id'}`;
    if (dotted !== '') throw notHere('Only `user` has fields here.', 'Write e.g. user.partner_id.');
    if (place.kind === 'python') return node.name === 'company' ? `${user}.env.company.id` : `${user}.env.companies.ids`;
    return node.name === 'company' ? 'company_id' : 'company_ids';
  }
  if (dotted !== '') throw notHere('A filter knows no fields of the user.', 'Compare with `user` itself.');
  if (node.name === 'user') return 'uid';
  return node.name === 'company' ? 'allowed_company_ids[0]' : 'allowed_company_ids';
}

/** The beginning of the day after a day, as a value; null for what is no day. */
export function nextDay(node: Expression, place: DomainPlace): string | null {
  const relative = relativeDate(node);
  if (relative !== null) return relative.startsWith('today') ? domainText(`${relative} +1d`, place) : null;
  if (node.kind !== 'literal' || typeof node.value !== 'string' || !isDayText(node.value)) return null;
  return domainText(new Date(Date.parse(`${node.value}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10), place);
}

function relativeDate(node: Expression): string | null {
  if (node.kind === 'call' && node.args.length === 0 && (node.name === 'today' || node.name === 'now')) return node.name;
  if (node.kind !== 'binary' || (node.operator !== '+' && node.operator !== '-')) return null;
  const start = relativeDate(node.left);
  const { right } = node;
  if (start === null || right.kind !== 'call' || !Object.hasOwn(UNITS, right.name)) return null;
  const amount = right.args[0];
  if (amount?.kind !== 'literal' || typeof amount.value !== 'number' || !Number.isInteger(amount.value)) return null;
  const signed = node.operator === '-' ? -amount.value : amount.value;
  return `${start} ${signed < 0 ? '-' : '+'}${Math.abs(signed)}${UNITS[right.name as keyof typeof UNITS]}`;
}
