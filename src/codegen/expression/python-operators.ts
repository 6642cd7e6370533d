import type { Arithmetic, Comparison } from '../../domain/expression/ast.js';
import { isDayText, type Kind } from './kinds.js';
import { LEVEL, at, behind, guarded, operand, printed, type Fresh, type Printed } from './printed.js';
import type { PythonScope } from './python-scope.js';

const isTime = (kind: Kind): boolean => kind === 'date' || kind === 'datetime';

/** `+ - * / %`; the difference of two dates is a number of days, whole for dates, with a fraction for moments. */
export function printArithmetic(operator: Arithmetic, leftPiece: Printed, rightPiece: Printed, scope: PythonScope, fresh: Fresh): Printed {
  const [left, right] = [operand(leftPiece, fresh), operand(rightPiece, fresh)];
  const needs = [...left.needs, ...right.needs];
  const whole = left.whole && right.whole;
  if (operator === '-' && isTime(left.kind) && isTime(right.kind)) {
    const [a, b] = sameTime(left, right);
    const difference = `(${at(LEVEL.sum, a)} - ${at(LEVEL.product, b)})`;
    const moments = a.kind === 'datetime';
    return printed(moments ? `${difference}.total_seconds() / 86400` : `${difference}.days`, 'number', moments ? LEVEL.product : LEVEL.atom, { needs, whole: !moments });
  }
  if (operator === '/' || operator === '%') return printDivision(operator, left, right, fresh);
  const level = operator === '*' ? LEVEL.product : LEVEL.sum;
  const tighter = operator === '*' ? LEVEL.sign : LEVEL.product;
  const code = `${at(level, left)} ${operator} ${at(tighter, right)}`;
  const time = isTime(left.kind) ? left : isTime(right.kind) ? right : null;
  if (time !== null) {
    const period = time === left ? right : left;
    // A part of a day makes a moment of a date, which no other date compares with.
    if (time.kind === 'date' && !period.whole) return printed(`${scope.imports.use('fields')}.Date.to_date(${code})`, 'date', LEVEL.atom, { needs });
    return printed(code, time.kind, level, { needs });
  }
  const kind = left.kind === 'text' ? 'text' : left.kind === 'period' || right.kind === 'period' ? 'period' : 'number';
  return printed(code, kind, level, { needs, whole });
}

function printDivision(operator: '/' | '%', left: Printed, right: Printed, fresh: Fresh): Printed {
  const more = { needs: [...left.needs, ...right.needs], whole: operator === '%' && left.whole && right.whole };
  const by = (divisor: string): string => `${at(LEVEL.product, left)} ${operator} ${divisor}`;
  if (Number(right.code) !== 0 && !Number.isNaN(Number(right.code))) return printed(by(at(LEVEL.sign, right)), 'number', LEVEL.product, more);
  if (/^[\w.]+$/.test(right.code)) return printed(`(${by(right.code)} if ${right.code} else 0)`, 'number', LEVEL.atom, more);
  const name = fresh();
  return printed(`(${by(name)} if (${name} := ${right.code}) else 0)`, 'number', LEVEL.atom, more);
}

/** Comparisons. One by order with what is empty does not hold, nor does any with a calculation over what is empty. */
export function printComparison(operator: Comparison, left: Printed, right: Printed, scope: PythonScope, fresh: Fresh): Printed {
  if (operator === 'in' || operator === 'not in') return compared(operator, left, right);
  if (operator === '==' || operator === '!=') return printEquality(operator, left, right, scope, fresh);
  const [a, b] = sameTime(operand(asMoment(left, right, scope), fresh), operand(asMoment(right, left, scope), fresh));
  return compared(operator, a, b);
}

function compared(operator: Comparison, a: Printed, b: Printed): Printed {
  const comparison = `${at(LEVEL.sum, a)} ${operator} ${at(LEVEL.sum, b)}`;
  const needs = [...a.needs, ...b.needs];
  return needs.length === 0 ? printed(comparison, 'boolean', LEVEL.comparison) : printed(behind(needs, comparison), 'boolean', LEVEL.and);
}

function printEquality(operator: '==' | '!=', left: Printed, right: Printed, scope: PythonScope, fresh: Fresh): Printed {
  const [piece, other] = left.kind === 'null' || isTruth(left) ? [right, left] : [left, right];
  if (other.kind === 'null' || isTruth(other)) {
    const wanted = (other.kind === 'null' || other.code === 'False') === (operator === '!=');
    const asked = guarded(piece);
    if (!wanted) return printed(`not ${at(LEVEL.not, asked)}`, 'boolean', LEVEL.not);
    return piece.kind === 'boolean' ? asked : printed(`bool(${asked.code})`, 'boolean');
  }
  const [a, b] = sameDay(asMoment(left, right, scope), asMoment(right, left, scope), fresh);
  return compared(operator, a, b);
}

function isTruth(piece: Printed): boolean {
  return piece.code === 'True' || piece.code === 'False';
}

/** A text beside a date is a date: `due_date > '2026-01-01'`. */
export function asMoment(piece: Printed, other: Printed, scope: PythonScope): Printed {
  if (!/^["']/.test(piece.code) || piece.level !== LEVEL.atom || !isTime(other.kind)) return piece;
  const kind = other.kind === 'date' || isDayText(piece.code.slice(1, -1)) ? 'date' : 'datetime';
  return printed(`${scope.imports.use('fields')}.${kind === 'date' ? 'Date.to_date' : 'Datetime.to_datetime'}(${piece.code})`, kind);
}

/** A date beside a moment: both as days, since Python compares no date with a datetime. */
function sameTime(left: Printed, right: Printed): readonly [Printed, Printed] {
  if (left.kind === 'datetime' && right.kind === 'date') return [asDay(left), right];
  if (left.kind === 'date' && right.kind === 'datetime') return [left, asDay(right)];
  return [left, right];
}

function asDay(piece: Printed): Printed {
  return { ...piece, code: `${at(LEVEL.atom, piece)}.date()`, level: LEVEL.atom, kind: 'date' };
}

/** The same for `==` and `!=`, where an empty moment is a value like others. */
function sameDay(left: Printed, right: Printed, fresh: Fresh): readonly [Printed, Printed] {
  const day = (piece: Printed): Printed => {
    const moment = operand(piece, fresh);
    return moment.needs.length === 0 || piece.needs.length > 0 ? asDay(moment) : { ...asDay(moment), code: `(${behind(moment.needs, asDay(moment).code)})`, needs: [] };
  };
  if (left.kind === 'datetime' && right.kind === 'date') return [day(left), right];
  if (left.kind === 'date' && right.kind === 'datetime') return [left, day(right)];
  return [left, right];
}
