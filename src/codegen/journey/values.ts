import type { Expression } from '../../domain/expression/ast.js';
import { parseExpression } from '../../domain/expression/parse.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { JourneyValue } from '../../domain/journey.js';
import { expressionText } from '../expression/value.js';

type Time = Extract<JourneyValue, { kind: 'day' | 'moment' }>;
type Value = string | number | boolean | null | readonly string[];

/** What stands in `values` of a step, as a person enters it; null when no widget takes it. `field`: null of one that is Odoo's own. `known`: names of records. */
export function enteredValue(value: Value, field: Field | null, known: ReadonlySet<string>): JourneyValue | null {
  const expression = expressionText(value);
  if (expression !== null) {
    const node = parseExpression(expression);
    return (field === null ? isUser(node) : null) ?? (field === null || field.type === 'many2one' ? reference(node, known) : null) ?? (field === null ? null : seenValue(node, field, known));
  }
  if (field === null) return plain(value);
  if (value === null) return { kind: 'nothing' };
  if (Array.isArray(value)) {
    const names = (value as readonly string[]).map((item) => expressionText(item)?.trim() ?? '');
    return field.type === 'many2many' && names.every((name) => known.has(name)) ? { kind: 'records', names, one: false } : null;
  }
  return literal(value as string | number | boolean, field);
}

/** `dune`, `order.partner_id`, `stock.stock_location_stock`. */
function reference(node: Expression, known: ReadonlySet<string>): JourneyValue | null {
  if (node.kind !== 'path') return null;
  const [name = '', ...rest] = node.segments;
  return known.has(name) || rest.length === 1 ? { kind: 'records', names: [node.segments.join('.')], one: true } : null;
}

const isUser = (node: Expression): JourneyValue | null => (node.kind === 'special' && node.name === 'user' && node.segments.length === 0 ? { kind: 'user' } : null);

/** What an expression that needs no calculation gives, as the field shows it; null for any other. */
export function seenValue(node: Expression, field: Field, known: ReadonlySet<string>): JourneyValue | null {
  if (node.kind === 'literal') return node.value === null ? { kind: 'nothing' } : literal(node.value, field);
  if (node.kind === 'special') return field.type === 'many2one' ? isUser(node) : null;
  const [name, ...rest] = node.kind === 'path' ? node.segments : [];
  if (name !== undefined) return rest.length === 0 && known.has(name) && field.type === 'many2one' ? { kind: 'records', names: [name], one: true } : null;
  return field.type === 'date' ? later(node, 'today', 'day') : field.type === 'datetime' ? later(node, 'now', 'moment') : null;
}

/** As a field of which nothing is known takes it. */
function plain(value: Value): JourneyValue | null {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'number') return { kind: 'number', number: value };
  if (Array.isArray(value) && value.length === 0) return { kind: 'nothing' };
  return typeof value === 'boolean' ? { kind: 'truth', truth: value } : null;
}

function literal(value: string | number | boolean, field: Field): JourneyValue | null {
  switch (field.type) {
    case 'char': case 'text': case 'html':
      return typeof value === 'string' ? { kind: 'text', text: value } : null;
    case 'integer': case 'float': case 'monetary':
      return typeof value === 'number' ? { kind: 'number', number: value } : null;
    case 'boolean':
      return typeof value === 'boolean' ? { kind: 'truth', truth: value } : null;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? { kind: 'day', iso: value, days: 0, months: 0 } : null;
    case 'datetime':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) ? { kind: 'moment', iso: value, days: 0, months: 0 } : null;
    case 'selection': {
      const option = field.options?.find(({ id }) => id === value);
      return option === undefined ? null : { kind: 'choice', id: option.id, label: option.label };
    }
    default:
      return null;
  }
}

/** `today()` or `now()`, and so many days, months or years before or after it. */
function later(node: Expression, from: 'today' | 'now', kind: 'day' | 'moment'): Time | null {
  if (node.kind === 'call' && node.name === from) return { kind, iso: null, days: 0, months: 0 };
  if (node.kind !== 'binary' || (node.operator !== '+' && node.operator !== '-')) return null;
  const start = later(node.left, from, kind);
  const [amount] = node.right.kind === 'call' ? node.right.args : [];
  if (start === null || node.right.kind !== 'call' || amount?.kind !== 'literal' || typeof amount.value !== 'number') return null;
  const by = node.operator === '+' ? amount.value : -amount.value;
  switch (node.right.name) {
    case 'days': return { ...start, days: start.days + by };
    case 'months': return { ...start, months: start.months + by };
    case 'years': return { ...start, months: start.months + by * 12 };
    default: return null;
  }
}

/** The value as a person reads it in a sentence. */
export function valueWords(value: JourneyValue): string {
  switch (value.kind) {
    case 'text': return `“${value.text.length > 40 ? `${value.text.slice(0, 40)}…` : value.text}”`;
    case 'number': return String(value.number);
    case 'truth': return value.truth ? 'yes' : 'no';
    case 'choice': return `“${value.label}”`;
    case 'day': case 'moment': return timeWords(value);
    case 'records': return value.names.join(', ');
    case 'user': return 'who is signed in';
    case 'any': return 'the first there is';
    case 'nothing': return 'nothing';
  }
}

function timeWords({ kind, iso, days, months }: Time): string {
  const part = (count: number, unit: string): string => (count === 0 ? '' : ` ${count > 0 ? '+' : '−'} ${Math.abs(count)} ${unit}${Math.abs(count) === 1 ? '' : 's'}`);
  return `${iso ?? (kind === 'day' ? 'today' : 'now')}${part(months, 'month')}${part(days, 'day')}`;
}
