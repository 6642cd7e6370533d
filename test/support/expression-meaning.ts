import type { Binary, Call, Expression } from '../../src/domain/expression/ast.js';
import type { Line, Order, Party } from './expression-world.js';

/** `nothing`: what a calculation over an empty field gives. It is empty, and no comparison with it holds. */
const NOTHING: unique symbol = Symbol('nothing');
type Row = Order | Line | Party;
type Value = string | number | boolean | null | symbol | Period | Row | readonly unknown[];
interface Period { readonly days: number; readonly months: number }

/**
 * What an expression means for one order, written down a second time and in the plainest way: what docs/module-spec.md
 * says of the language, against which each printer is held. Dates are ISO texts, as in JSON.
 */
export class Meaning {
  constructor(private readonly row: Row, private readonly now: Date) {}

  /** Does the condition hold? Empty counts as no. */
  holds(node: Expression): boolean {
    return filled(this.value(node));
  }

  /** Does what is there speak against the condition? What is empty does not, where it is compared by order or calculated with. */
  speaksAgainst(node: Expression): boolean {
    return this.speaks(node, false);
  }

  private speaks(node: Expression, wanted: boolean): boolean {
    if (node.kind === 'unary' && node.operator === 'not') return this.speaks(node.operand, !wanted);
    if (node.kind !== 'binary') return this.holds(node) === wanted;
    if (node.operator === 'and' || node.operator === 'or') {
      const sides = [node.left, node.right].map((side) => this.speaks(side, wanted));
      return (node.operator === 'and') === wanted ? sides.every(Boolean) : sides.some(Boolean);
    }
    const truth = [node.left, node.right].find((side) => side.kind === 'literal' && typeof side.value === 'boolean');
    if (truth?.kind === 'literal') return this.speaks(truth === node.left ? node.right : node.left, ((node.operator === '==') === truth.value) === wanted);
    const sides = [this.side(node.left), this.side(node.right)];
    const unsaid = sides.includes(NOTHING) || (['<', '<=', '>', '>='].includes(node.operator) && sides.includes(null));
    return (!unsaid || isNull(node.left) || isNull(node.right)) && this.holds(node) === wanted;
  }

  /** The value as Odoo would keep it: null for what is empty. */
  result(node: Expression): unknown {
    const value = this.value(node);
    return value === NOTHING ? null : value;
  }

  private value(node: Expression): Value {
    switch (node.kind) {
      case 'literal': return node.value;
      case 'list': return node.items;
      case 'path': return node.segments.reduce<Value>((from, name) => step(from, name), this.row);
      case 'special': throw new Error('no specials in this world');
      case 'unary': {
        if (node.operator === 'not') return !this.holds(node.operand);
        const operand = this.side(node.operand);
        return typeof operand === 'number' ? -operand : NOTHING;
      }
      case 'binary': return this.binary(node);
      case 'call': return this.call(node);
    }
  }

  private binary(node: Binary): Value {
    if (node.operator === 'and') return this.holds(node.left) && this.holds(node.right);
    if (node.operator === 'or') return this.holds(node.left) || this.holds(node.right);
    const [left, right] = [this.side(node.left), this.side(node.right)];
    if (isNull(node.left) || isNull(node.right)) return (node.operator === '==') !== filled(isNull(node.left) ? right : left);
    switch (node.operator) {
      case '==': return equal(left, right);
      case '!=': return left !== NOTHING && right !== NOTHING && !equal(left, right);
      case 'in': return left !== NOTHING && (right as readonly unknown[]).includes(left);
      case 'not in': return left !== NOTHING && !(right as readonly unknown[]).includes(left);
      case '<': case '<=': case '>': case '>=': return ordered(node.operator, left, right);
      default: return arithmetic(node.operator, left, right);
    }
  }

  /** A number that a function gives is 0 when it is empty. */
  private side(node: Expression): Value {
    const value = this.value(node);
    return value === null && isNumeric(node) ? 0 : value;
  }

  private call(node: Call): Value {
    const [first, second, third] = node.args;
    const plain = (argument: Expression | undefined): Value => {
      const value = argument === undefined ? null : this.value(argument);
      return value === NOTHING ? null : value;
    };
    const number = (argument: Expression | undefined): number => Number(plain(argument) ?? 0);
    switch (node.name) {
      case 'today': return this.now.toISOString().slice(0, 10);
      case 'this_month': return `${this.now.toISOString().slice(0, 7)}-01`;
      case 'now': return this.now.toISOString().slice(0, 19).replace('T', ' ');
      case 'days': return { days: number(first), months: 0 };
      case 'months': return { days: 0, months: Math.trunc(number(first)) };
      case 'years': return { days: 0, months: Math.trunc(number(first)) * 12 };
      case 'if': return first !== undefined && this.holds(first) ? plain(second) : plain(third);
      case 'coalesce': return node.args.map(plain).find(filled) ?? plain(node.args.at(-1));
      case 'abs': case 'round': {
        const asked = first === undefined ? null : this.side(first);
        return typeof asked !== 'number' ? NOTHING : node.name === 'abs' ? Math.abs(asked) : rounded(asked, number(second));
      }
      case 'upper': case 'lower': {
        const text = plain(first);
        return typeof text !== 'string' ? NOTHING : node.name === 'upper' ? text.toUpperCase() : text.toLowerCase();
      }
      case 'len': return String(plain(first) ?? '').length;
      case 'concat': return node.args.map((argument) => String(plain(argument) ?? '')).join('');
      case 'min': case 'max': {
        const values = node.args.length === 1 ? (plain(first) as readonly Value[]) : node.args.map(plain);
        const numeric = isNumeric(first);
        const kept = (numeric ? values.map(Number) : values.filter(filled)) as (number | string)[];
        return kept.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)).at(node.name === 'min' ? 0 : -1) ?? (numeric ? 0 : null);
      }
      case 'avg': {
        const values = plain(first) as readonly number[];
        return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
      }
      case 'count': return this.records(first, second).length;
      case 'exists': return second === undefined ? filled(plain(first)) : this.records(first, second).length > 0;
      case 'sum': {
        if (first?.kind !== 'path') throw new Error('sum of no path');
        const [head, name] = first.segments as [string, string];
        return this.records({ kind: 'path', segments: [head] }, second).reduce((sum, row) => sum + (row as unknown as Record<string, number>)[name]!, 0);
      }
    }
  }

  private records(path: Expression | undefined, condition: Expression | undefined): readonly Row[] {
    const rows = (path === undefined ? [] : this.value(path)) as readonly Row[];
    return condition === undefined ? rows : rows.filter((row) => new Meaning(row, this.now).holds(condition));
  }
}

/** Of no record: numbers are 0, booleans false, the rest is empty. */
const OF_NO_PARTY: Readonly<Record<string, Value>> = { seats: 0, open: false, name: null, since: null };

function step(from: Value, name: string): Value {
  if (from === null) return OF_NO_PARTY[name] ?? null;
  if (Array.isArray(from)) return from.map((row) => (row as Record<string, unknown>)[name]);
  return (from as unknown as Record<string, Value>)[name] ?? null;
}

/** A number even when it is empty: it counts as 0 then. */
function isNumeric(node: Expression | undefined): boolean {
  switch (node?.kind) {
    case 'literal': return typeof node.value === 'number';
    case 'path': return ['number', 'places', 'total', 'seats', 'amount', 'price'].includes(node.segments.at(-1) ?? '');
    case 'unary': return node.operator === '-';
    case 'binary': return !['+', '-'].includes(node.operator) || isNumeric(node.left) || (node.operator === '-' && !(node.right.kind === 'call' && ['days', 'months', 'years'].includes(node.right.name)));
    case 'call': return ['if', 'coalesce', 'min', 'max'].includes(node.name) ? isNumeric(node.args.at(-1)) : ['abs', 'round', 'len', 'sum', 'count', 'avg'].includes(node.name);
    default: return false;
  }
}

const isNull = (node: Expression): boolean => node.kind === 'literal' && node.value === null;

/** Neither empty, nor false, nor 0, nor without records: what Odoo takes for filled in. */
function filled(value: Value): boolean {
  if (value === NOTHING || value === null || value === false || value === 0 || value === '') return false;
  return !Array.isArray(value) || value.length > 0;
}

const isMoment = (value: Value): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d/.test(value);
const isDay = (value: Value): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/** A date beside a moment: the day of it counts. */
function alike(left: Value, right: Value): readonly [Value, Value] {
  if (isMoment(left) && isDay(right)) return [left.slice(0, 10), right];
  if (isDay(left) && isMoment(right)) return [left, right.slice(0, 10)];
  return [left, right];
}

function equal(left: Value, right: Value): boolean {
  if (left === NOTHING || right === NOTHING) return false;
  if (left === null || right === null) return !filled(left) && !filled(right);
  if (typeof left === 'boolean' || typeof right === 'boolean') return filled(left) === filled(right);
  const [a, b] = alike(left, right);
  return a === b;
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  if (typeof left !== typeof right || !['string', 'number'].includes(typeof left)) return false;
  const [a, b] = alike(left, right) as [string, string];
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
}

function arithmetic(operator: '+' | '-' | '*' | '/' | '%', left: Value, right: Value): Value {
  if (isPeriod(right)) return typeof left === 'string' ? moved(left, right, operator === '-' ? -1 : 1) : isPeriod(left) ? periods(left, right, operator === '-' ? -1 : 1) : NOTHING;
  if (typeof left === 'string' && typeof right === 'string') {
    if (operator === '+') return left + right;
    const [a, b] = alike(left, right) as [string, string];
    return (instant(a) - instant(b)) / 86_400_000;
  }
  if (typeof left !== 'number' || typeof right !== 'number') return NOTHING;
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return right === 0 ? 0 : left / right;
    case '%': {
      // It has the sign of the divisor, as in Python.
      const rest = right === 0 ? 0 : left % right;
      return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest;
    }
  }
}

const instant = (text: string): number => Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`);

function isPeriod(value: Value): value is Period {
  return typeof value === 'object' && value !== null && 'months' in value;
}

function periods(left: Period, right: Period, sign: 1 | -1): Period {
  return { days: left.days + sign * right.days, months: left.months + sign * right.months };
}

/** Months first, the last day of a shorter month instead of one that is not there, then days. */
function moved(text: string, { days, months }: Period, sign: 1 | -1): string {
  const date = new Date(instant(text));
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + sign * months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  date.setTime(date.getTime() + sign * days * 86_400_000);
  return date.toISOString().slice(0, text.length).replace('T', ' ');
}

/** Half goes away from zero. */
function rounded(value: number, digits: number): number {
  const shifted = Math.abs(value) * 10 ** digits;
  return (Math.sign(value) * Math.floor(shifted + 0.5 + 1e-9)) / 10 ** digits;
}
