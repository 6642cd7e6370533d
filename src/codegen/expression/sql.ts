import type { Binary, Call, Expression, LiteralValue } from '../../domain/expression/ast.js';
import { notHere } from './not-here.js';

/** Column names that PostgreSQL reads as something else unless they are quoted. */
const RESERVED = new Set('all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_date current_time current_user default deferrable desc distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime not null offset on only or order placing primary references returning select session_user some symmetric table then to trailing true union unique user using variadic when where window with'.split(' '));

const OPERATORS: Readonly<Record<string, string>> = { '==': '=', '!=': '!=', and: 'AND', or: 'OR' };
const FUNCTION: Partial<Record<Call['name'], string>> = { abs: 'ABS', upper: 'UPPER', lower: 'LOWER', len: 'LENGTH', coalesce: 'COALESCE', round: 'ROUND' };

/** A column as SQL names it. */
export function sqlColumn(name: string): string {
  return RESERVED.has(name) ? `"${name}"` : name;
}

/** An expression over the columns of one table as an SQL condition. @throws BuilderError user `expression_not_here`. */
export function printSql(expression: Expression): string {
  return sql(expression, 0);
}

const LEVEL: Readonly<Record<string, number>> = { or: 1, and: 2, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6 };

/** `outer`: how tightly the place binds in which this stands. */
function sql(node: Expression, outer: number): string {
  switch (node.kind) {
    case 'literal': return literal(node.value);
    case 'list': return `(${node.items.map(literal).join(', ')})`;
    case 'path':
      if (node.segments.length > 1) throw notHere('An SQL check sees its own table only.', 'Use `holds` instead of `check` to follow relations.');
      return sqlColumn(node.segments[0]);
    case 'unary': return node.operator === 'not' ? `NOT (${sql(node.operand, 0)})` : `-${sql(node.operand, 7)}`;
    case 'binary': {
      const level = LEVEL[node.operator] ?? 4;
      const text = binary(node, level);
      return level < outer ? `(${text})` : text;
    }
    case 'call': return call(node);
    case 'special': throw notHere(`An SQL check does not know \`${node.name}\`.`, 'Use `holds` instead of `check`.');
  }
}

function binary(node: Binary, level: number): string {
  const nothing = node.right.kind === 'literal' && node.right.value === null;
  if (nothing && (node.operator === '==' || node.operator === '!=')) return `${sql(node.left, 5)} IS ${node.operator === '==' ? '' : 'NOT '}NULL`;
  if (node.right.kind === 'list' && node.right.items.length === 0) return node.operator === 'in' ? 'FALSE' : 'TRUE';
  const operator = OPERATORS[node.operator] ?? node.operator.toUpperCase();
  const chained = node.operator === 'and' || node.operator === 'or' || node.operator === '+' || node.operator === '*';
  return `${sql(node.left, level === 4 ? 5 : level)} ${operator} ${sql(node.right, chained ? level : level + 1)}`;
}

function call(node: Call): string {
  const name = FUNCTION[node.name];
  const [first] = node.args;
  if (node.name === 'exists' && node.args.length === 1 && first !== undefined) return `(${sql(first, 5)} IS NOT NULL)`;
  if (name === undefined) throw notHere(`An SQL check has no ${node.name}().`, 'Use `holds` instead of `check`.');
  const args = node.args.map((argument) => sql(argument, 0));
  if (node.name === 'round' && first !== undefined) args[0] = `(${sql(first, 0)})::numeric`;
  return `${name}(${args.join(', ')})`;
}

function literal(value: LiteralValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? String(value) : `'${value.toWellFormed().replaceAll('\u0000', '').replaceAll("'", "''")}'`;
}
