import type { Expression } from '../../domain/expression/ast.js';
import { printed, type Printed } from './printed.js';

/** Fields hold moments in UTC, and days as the person sees them. */
const NOW = { date: 'context_today()', datetime: 'datetime.datetime.now().to_utc()' } as const;
const FORMAT = { date: '%Y-%m-%d', datetime: '%Y-%m-%d %H:%M:%S' } as const;

/** today() or now(), and what is counted from it, as the text that a field of that type has in a view; null for anything else. */
export function printViewMoment(node: Expression): Printed | null {
  const found = moment(node);
  if (found === null) return null;
  const { code, kind } = found;
  return printed(`${code === NOW[kind] ? code : `(${code})`}.strftime('${FORMAT[kind]}')`, kind);
}

function moment(node: Expression): { readonly code: string; readonly kind: 'date' | 'datetime' } | null {
  if (node.kind === 'call' && node.name === 'today') return { code: NOW.date, kind: 'date' };
  if (node.kind === 'call' && node.name === 'now') return { code: NOW.datetime, kind: 'datetime' };
  if (node.kind !== 'binary' || (node.operator !== '+' && node.operator !== '-')) return null;
  const start = moment(node.left);
  const { right } = node;
  if (start === null || right.kind !== 'call' || !['days', 'months', 'years'].includes(right.name)) return null;
  const [amount] = right.args;
  return amount?.kind === 'literal' && typeof amount.value === 'number' ? { ...start, code: `${start.code} ${node.operator} relativedelta(${right.name}=${amount.value})` } : null;
}
