import type { Arithmetic, Comparison } from '../../domain/expression/ast.js';
import type { Kind } from './kinds.js';
import { LEVEL, at, guarded, printed, type Printed } from './printed.js';
import type { PythonScope } from './python-scope.js';

const isTime = (kind: Kind): boolean => kind === 'date' || kind === 'datetime';

/** `+ - * / %`; the difference of two dates is a number of days, whole for dates, with a fraction for moments. */
export function printArithmetic(operator: Arithmetic, left: Printed, right: Printed): Printed {
  const needs = [...left.needs, ...right.needs];
  if (operator === '-' && isTime(left.kind) && isTime(right.kind)) {
    const [a, b] = sameTime(left, right);
    const difference = `(${at(LEVEL.sum, a)} - ${at(LEVEL.product, b)})`;
    const moments = a.kind === 'datetime';
    return printed(moments ? `${difference}.total_seconds() / 86400` : `${difference}.days`, 'number', moments ? LEVEL.product : LEVEL.atom, { needs, calculated: true });
  }
  if (operator === '/' || operator === '%') return printDivision(operator, left, right);
  const level = operator === '*' ? LEVEL.product : LEVEL.sum;
  const kind = isTime(left.kind) ? left.kind : isTime(right.kind) ? right.kind : left.kind === 'text' ? 'text' : left.kind === 'period' || right.kind === 'period' ? 'period' : 'number';
  const tighter = operator === '-' ? LEVEL.product : level;
  return printed(`${at(level, left)} ${operator} ${at(tighter, right)}`, kind, level, { needs, calculated: true });
}

function printDivision(operator: '/' | '%', left: Printed, right: Printed): Printed {
  const needs = [...left.needs, ...right.needs];
  const division = `${at(LEVEL.product, left)} ${operator} ${at(LEVEL.sign, right)}`;
  const never0 = /^-?\d/.test(right.code) && Number(right.code) !== 0;
  if (never0) return printed(division, 'number', LEVEL.product, { needs, calculated: true });
  return printed(`(${division} if ${at(LEVEL.or, right)} else 0)`, 'number', LEVEL.atom, { needs, calculated: true });
}

/** Comparisons; one with an empty date or text is false, as in a database. */
export function printComparison(operator: Comparison, left: Printed, right: Printed, scope: PythonScope): Printed {
  if (operator === 'in' || operator === 'not in') return printed(`${at(LEVEL.sum, guarded(left))} ${operator} ${at(LEVEL.sum, guarded(right))}`, 'boolean', LEVEL.comparison);
  if (operator === '==' || operator === '!=') return printEquality(operator, left, right, scope);
  const [a, b] = sameTime(asMoment(left, right, scope), asMoment(right, left, scope));
  const needs = [...new Set([...left.needs, ...right.needs])];
  const comparison = `${at(LEVEL.sum, a)} ${operator} ${at(LEVEL.sum, b)}`;
  return needs.length === 0 ? printed(comparison, 'boolean', LEVEL.comparison) : printed([...needs, comparison].join(' and '), 'boolean', LEVEL.and);
}

function printEquality(operator: '==' | '!=', left: Printed, right: Printed, scope: PythonScope): Printed {
  const [piece, other] = left.kind === 'null' || isTruth(left) ? [right, left] : [left, right];
  if (other.kind === 'null' || isTruth(other)) {
    const wanted = (other.kind === 'null' || other.code === 'False') === (operator === '!=');
    const operand = guarded(piece);
    if (!wanted) return printed(`not ${at(LEVEL.not, operand)}`, 'boolean', LEVEL.not);
    return piece.kind === 'boolean' ? operand : printed(`bool(${operand.code})`, 'boolean');
  }
  const [a, b] = sameTime(asMoment(left, right, scope), asMoment(right, left, scope));
  const needs = a === left && b === right ? [...(left.calculated ? left.needs : []), ...(right.calculated ? right.needs : [])] : [...left.needs, ...right.needs];
  const comparison = `${at(LEVEL.sum, a)} ${operator} ${at(LEVEL.sum, b)}`;
  return needs.length === 0 ? printed(comparison, 'boolean', LEVEL.comparison) : printed([...new Set(needs), comparison].join(' and '), 'boolean', LEVEL.and);
}

function isTruth(piece: Printed): boolean {
  return piece.code === 'True' || piece.code === 'False';
}

/** A text beside a date is a date: `due_date > '2026-01-01'`. */
export function asMoment(piece: Printed, other: Printed, scope: PythonScope): Printed {
  if (!/^["']/.test(piece.code) || !isTime(other.kind)) return piece;
  const reader = other.kind === 'date' ? 'Date.to_date' : 'Datetime.to_datetime';
  return printed(`${scope.imports.use('fields')}.${reader}(${piece.code})`, other.kind);
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
