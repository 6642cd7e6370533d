import type { Expression } from '../../domain/expression/ast.js';

/** What a field holds in a case: a number, a text, or a day or moment as Odoo writes it. */
export type EdgeValue = number | string;

/** Values on which a condition holds or does not. */
export interface EdgeCase {
  readonly values: Readonly<Record<string, EdgeValue>>;
  readonly holds: boolean;
}

export type EdgeKind = 'number' | 'text' | 'date' | 'datetime';

/** More fields than these are more cases than anybody reads. */
const MAX_FIELDS = 3;
const DAYS: Readonly<Record<'date' | 'datetime', readonly string[]>> = { date: ['2026-03-09', '2026-03-10', '2026-03-11'], datetime: ['2026-03-10 09:00:00', '2026-03-10 10:00:00', '2026-03-10 11:00:00'] };
const SHIFTED = { '>=': '>', '<=': '<', '>': '>=', '<': '<=' } as const;
type Shifted = keyof typeof SHIFTED;

/**
 * Cases by which a condition is told from the same one off by one at any of its comparisons, and from none at all: for each
 * comparison the values at which it turns. Empty for what is more than comparisons of fields with each other and with numbers.
 * @param kindOf of a field of the record; null for what cannot be given just so
 */
export function edgeCases(condition: Expression, kindOf: (field: string) => EdgeKind | null): readonly EdgeCase[] {
  const kinds = new Map<string, EdgeKind>();
  const numbers = new Set<number>();
  if (!isPlain(condition, kindOf, kinds, numbers) || kinds.size === 0 || kinds.size > MAX_FIELDS) return [];
  const near = [...new Set([0, ...numbers].flatMap((number) => [number - 1, number, number + 1]))];
  const choices = [...kinds].map(([field, kind]) => [field, kind === 'number' ? near : kind === 'text' ? near.filter((length) => length >= 1).map((length) => 'x'.repeat(length)) : DAYS[kind]] as const);
  const all = choices.reduce<Readonly<Record<string, EdgeValue>>[]>((made, [field, values]) => made.flatMap((values_) => values.map((value) => ({ ...values_, [field]: value }))), [{}]);
  const told = (is: (values: Readonly<Record<string, EdgeValue>>) => boolean): EdgeCase[] => all.filter(is).slice(0, 1).map((values) => ({ values, holds: holds(condition, values) }));
  const cases = [
    ...comparisons(condition).flatMap((at) => told((values) => holds(condition, values) !== holds(condition, values, at))),
    ...told((values) => !holds(condition, values)),
  ];
  return [...new Map(cases.map((each) => [JSON.stringify(each), each])).values()];
}

/** Notes the fields and numbers of a condition that has nothing else in it. */
function isPlain(node: Expression, kindOf: (field: string) => EdgeKind | null, kinds: Map<string, EdgeKind>, numbers: Set<number>): boolean {
  if (node.kind !== 'binary') return false;
  if (node.operator === 'and' || node.operator === 'or') return [node.left, node.right].every((each) => isPlain(each, kindOf, kinds, numbers));
  if (!(node.operator in SHIFTED)) return false;
  const sides = [node.left, node.right].map((side) => {
    if (side.kind === 'literal' && typeof side.value === 'number' && Number.isInteger(side.value)) {
      numbers.add(side.value);
      return 'number';
    }
    const [field, wanted] = side.kind === 'path' ? [side, null] : side.kind === 'call' && side.name === 'len' && side.args[0]?.kind === 'path' ? [side.args[0], 'text'] : [null, null];
    const name = field?.segments.length === 1 ? field.segments[0] : undefined;
    const kind = name === undefined ? null : kindOf(name);
    if (name === undefined || kind === null || (wanted === null) === (kind === 'text')) return null;
    kinds.set(name, kind);
    return kind === 'text' ? 'number' : kind;
  });
  return sides[0] !== null && sides[0] === sides[1];
}

function comparisons(node: Expression): readonly Expression[] {
  if (node.kind !== 'binary') return [];
  return node.operator in SHIFTED ? [node] : [...comparisons(node.left), ...comparisons(node.right)];
}

/** @param off the comparison that is off by one */
function holds(node: Expression, values: Readonly<Record<string, EdgeValue>>, off?: Expression): boolean {
  if (node.kind !== 'binary') return false;
  if (node.operator === 'and') return holds(node.left, values, off) && holds(node.right, values, off);
  if (node.operator === 'or') return holds(node.left, values, off) || holds(node.right, values, off);
  const operator = node === off ? SHIFTED[node.operator as Shifted] : node.operator;
  const [left, right] = [valueOf(node.left, values), valueOf(node.right, values)];
  return operator === '>=' ? left >= right : operator === '<=' ? left <= right : operator === '>' ? left > right : left < right;
}

function valueOf(node: Expression, values: Readonly<Record<string, EdgeValue>>): EdgeValue {
  if (node.kind === 'literal') return Number(node.value);
  if (node.kind === 'call') return String(valueOf(node.args[0]!, values)).length;
  return node.kind === 'path' ? (values[node.segments[0]] ?? 0) : 0;
}
