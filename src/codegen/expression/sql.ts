import type { Arithmetic, Binary, Comparison, Expression, LiteralValue } from '../../domain/expression/ast.js';
import { isDayText } from './kinds.js';
import { comparedWithTruth } from './negate.js';
import { notHere } from './not-here.js';
import { LEVEL, at, printed, type Printed } from './printed.js';
import { needsOf, printSqlCall } from './sql-calls.js';
import { sqlColumn, type SqlColumns } from './sql-column.js';

/** What a condition may say where the database answers NULL, which a check takes for true and a `NOT` for NULL again. */
type Unknown = 'true' | 'false' | 'neither';

const OPPOSITE: Readonly<Record<Unknown, Unknown>> = { true: 'false', false: 'true', neither: 'neither' };
const ZERO: Readonly<Partial<Record<Printed['kind'], string>>> = { number: '0', boolean: 'FALSE' };

/**
 * An expression over the columns of one table as an SQL condition that refuses what `holds` would refuse: for Odoo an
 * unset number is 0 and an unset box is not ticked, also where the column is NULL. @throws BuilderError user `expression_not_here`.
 */
export function printSql(expression: Expression, columns: SqlColumns): string {
  return new SqlPrinter(columns).condition(expression, 'true').code;
}

class SqlPrinter {
  constructor(private readonly columns: SqlColumns) {}

  /** True or false. `unknown`: what NULL may stand for here. */
  condition(node: Expression, unknown: Unknown): Printed {
    if (node.kind === 'unary' && node.operator === 'not') return this.not(node.operand, unknown);
    if (node.kind === 'binary') {
      const { operator } = node;
      if (operator === 'and' || operator === 'or') {
        const level = LEVEL[operator];
        return printed(`${at(level, this.condition(node.left, unknown))} ${operator.toUpperCase()} ${at(level, this.condition(node.right, unknown))}`, 'boolean', level);
      }
      if (isComparison(operator)) return this.comparison(node, operator, unknown);
    }
    return this.filled(node, unknown);
  }

  /** A value as it is given to the database: an unset number as 0. */
  value(node: Expression): Printed {
    switch (node.kind) {
      case 'literal': return literal(node.value);
      case 'list': return printed(`(${node.items.map((item) => literal(item).code).join(', ')})`, 'list');
      case 'path': return this.column(node.segments, true);
      case 'special': throw notHere(`An SQL check does not know \`${node.name}\`.`, 'Use `holds` instead of `check`.');
      case 'call': return printSqlCall(node, (argument) => this.value(argument), (argument) => this.filled(argument, 'neither'));
      case 'unary': {
        if (node.operator === 'not') return this.condition(node, 'neither');
        const operand = this.value(node.operand);
        return { ...operand, code: `-${at(LEVEL.atom, operand)}`, level: LEVEL.sign };
      }
      case 'binary': return isComparison(node.operator) || node.operator === 'and' || node.operator === 'or' ? this.condition(node, 'neither') : arithmetic(node.operator, this.value(node.left), this.value(node.right));
    }
  }

  private column([name, ...more]: readonly [string, ...string[]], settled: boolean): Printed {
    if (more.length > 0) throw notHere('An SQL check sees its own table only.', 'Use `holds` instead of `check` to follow relations.');
    const { kind, whole, optional } = this.columns(name);
    const zero = optional ? ZERO[kind] : undefined;
    if (zero !== undefined && settled) return printed(`COALESCE(${sqlColumn(name)}, ${zero})`, kind, LEVEL.atom, { whole });
    return printed(sqlColumn(name), kind, LEVEL.atom, { whole, empty: optional });
  }

  /** Is something there? A box that is ticked, a number that is not 0, a text, date or record. */
  private filled(node: Expression, unknown: Unknown): Printed {
    const piece = node.kind === 'path' && unknown === 'false' ? this.column(node.segments, false) : this.value(node);
    if (piece.kind === 'boolean') return piece;
    if (piece.kind === 'number') return printed(`COALESCE(${piece.code}, 0) != 0`, 'boolean', LEVEL.comparison);
    return printed(`${at(LEVEL.sum, piece)} IS NOT NULL`, 'boolean', LEVEL.comparison);
  }

  private comparison(node: Binary, operator: Comparison, unknown: Unknown): Printed {
    const truth = comparedWithTruth(node);
    if (truth !== null) return truth.wanted ? this.condition(truth.condition, unknown) : this.not(truth.condition, unknown);
    if (isNull(node.left) || isNull(node.right)) {
      const asked = isNull(node.left) ? node.right : node.left;
      return operator === '==' ? this.not(asked, unknown) : this.filled(asked, unknown);
    }
    if (unknown === 'true' && isHarmless(node, operator)) {
      return compared(operator, this.bare(node.left), this.value(node.right));
    }
    const sides = sameTime(this.value(node.left), this.value(node.right));
    if (operator === 'in' || operator === 'not in') return membership(operator, ...sides, unknown);
    if (operator !== '==' && operator !== '!=') return compared(operator, ...sides);
    const [left, right] = besideCalculation(sides);
    if ((left.empty || right.empty) && (unknown === 'neither' || (operator === '==') === (unknown === 'true') || (left.empty && right.empty))) {
      return printed(`${at(LEVEL.sum, left)} IS ${operator === '==' ? 'NOT ' : ''}DISTINCT FROM ${at(LEVEL.sum, right)}`, 'boolean', LEVEL.comparison);
    }
    return compared(operator, left, right);
  }

  /** A number as it stands in the table. */
  private bare(node: Expression): Printed {
    if (node.kind === 'path') return this.column(node.segments, false);
    const { code, ...rest } = this.value(node);
    return { ...rest, code: code.replace(/^COALESCE\((LENGTH\([^()]*\)), 0\)$/, '$1') };
  }

  private not(node: Expression, unknown: Unknown): Printed {
    const { code } = this.condition(node, OPPOSITE[unknown]);
    return printed(code.endsWith(' IS NOT NULL') && !/[ ()]/.test(code.slice(0, -' IS NOT NULL'.length)) ? code.replace('IS NOT NULL', 'IS NULL') : `NOT (${code})`, 'boolean', LEVEL.not);
  }
}

const isComparison = (operator: Binary['operator']): operator is Comparison => ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'].includes(operator);
const isNull = (node: Expression): boolean => node.kind === 'literal' && node.value === null;

/** `price >= 0`, `len(code) < 20`: it holds for 0, and so for NULL, which needs no words then. */
function isHarmless({ left, right }: Binary, operator: Comparison): boolean {
  const isNumber = left.kind === 'path' || (left.kind === 'call' && left.name === 'len');
  if (!isNumber || right.kind !== 'literal' || typeof right.value !== 'number') return false;
  return operator === '>=' ? right.value <= 0 : operator === '>' ? right.value < 0 : operator === '<=' ? right.value >= 0 : operator === '<' ? right.value > 0 : operator === '==' && right.value === 0;
}

function compared(operator: Comparison, left: Printed, right: Printed): Printed {
  const [a, b] = sameTime(left, right);
  return printed(`${at(LEVEL.sum, a)} ${operator === '==' ? '=' : operator.toUpperCase()} ${at(LEVEL.sum, b)}`, 'boolean', LEVEL.comparison);
}

function membership(operator: 'in' | 'not in', left: Printed, right: Printed, unknown: Unknown): Printed {
  if (right.code === '()') return printed(operator === 'in' ? 'FALSE' : 'TRUE', 'boolean');
  const found = compared(operator, left, right);
  if (!left.empty || (operator === 'in' ? unknown === 'false' : unknown === 'true')) return found;
  return printed(`COALESCE(${found.code}, ${operator === 'in' ? 'FALSE' : 'TRUE'})`, 'boolean');
}

/** With a calculation over an empty text no comparison holds; a text that is just empty is unequal to what is calculated. */
function besideCalculation([left, right]: readonly [Printed, Printed]): readonly [Printed, Printed] {
  const settled = (piece: Printed, { needs }: Printed): Printed => (piece.empty && needs.length > 0 ? printed(needs.includes(piece.code) ? piece.code : `COALESCE(${piece.code}, '')`, 'text') : piece);
  return [settled(left, right), settled(right, left)];
}

/** A date beside a moment: the day of it counts. */
function sameTime(left: Printed, right: Printed): readonly [Printed, Printed] {
  const day = (piece: Printed): Printed => ({ ...piece, code: `${at(LEVEL.atom, piece)}::date`, kind: 'date', level: LEVEL.atom });
  const isDay = ({ kind, code }: Printed): boolean => kind === 'date' || (kind === 'text' && isDayText(code.slice(1, -1)));
  if (left.kind === 'datetime' && isDay(right)) return [day(left), right];
  if (isDay(left) && right.kind === 'datetime') return [left, day(right)];
  return [left, right];
}

function arithmetic(operator: Arithmetic, left: Printed, right: Printed): Printed {
  const isTime = ({ kind }: Printed): boolean => kind === 'date' || kind === 'datetime';
  const whole = left.whole && right.whole;
  if (operator === '-' && isTime(left) && isTime(right)) {
    const [a, b] = sameTime(left, right);
    if (a.kind === 'date') return printed(`${at(LEVEL.sum, a)} - ${at(LEVEL.product, b)}`, 'number', LEVEL.sum, { whole: true });
    return printed(`EXTRACT(EPOCH FROM ${at(LEVEL.sum, a)} - ${at(LEVEL.product, b)}) / 86400`, 'number', LEVEL.product);
  }
  if (operator === '/' || operator === '%') return division(operator, left, right);
  if (left.kind === 'text') return printed(`${at(LEVEL.sum, left)} || ${at(LEVEL.product, right)}`, 'text', LEVEL.sum, { needs: [left, right].flatMap(needsOf) });
  const level = operator === '*' ? LEVEL.product : LEVEL.sum;
  return printed(`${at(level, left)} ${operator} ${at(operator === '*' ? LEVEL.sign : LEVEL.product, right)}`, 'number', level, { whole });
}

/** As in Python: with fractions, 0 for a division by 0, and a rest with the sign of the divisor. */
function division(operator: '/' | '%', left: Printed, right: Printed): Printed {
  if (!/^-?[\w."]+$|^COALESCE\([\w"]+, 0\)$/.test(right.code)) throw notHere('An SQL check divides by a number or a column only.', 'Use `holds` instead of `check`.');
  const whole = operator === '%' && left.whole && right.whole;
  const [a, b] = operator === '/' ? [`${at(LEVEL.atom, left)}::double precision`, right.code] : whole ? [left.code, right.code] : [`${at(LEVEL.atom, left)}::numeric`, `(${right.code})::numeric`];
  const code = operator === '/' ? `${a} / ${b}` : `MOD(MOD(${a}, ${b}) + ${b}, ${b})`;
  const level = operator === '/' ? LEVEL.product : LEVEL.atom;
  return Number(right.code) > 0 || Number(right.code) < 0 ? printed(code, 'number', level, { whole }) : printed(`CASE WHEN ${right.code} = 0 THEN 0 ELSE ${code} END`, 'number', LEVEL.conditional, { whole });
}

function literal(value: LiteralValue): Printed {
  if (value === null) return printed('NULL', 'null');
  if (typeof value === 'boolean') return printed(value ? 'TRUE' : 'FALSE', 'boolean');
  if (typeof value === 'number') return printed(String(value), 'number', value < 0 ? LEVEL.sign : LEVEL.atom, { whole: Number.isInteger(value) });
  return printed(`'${value.toWellFormed().replaceAll('\u0000', '').replaceAll("'", "''")}'`, 'text');
}
