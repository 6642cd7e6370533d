import { COMPARISONS, type Expression } from '../../expression/ast.js';
import { functionInfo } from '../../expression/functions.js';
import { pathsOf } from '../../expression/paths.js';
import type { SpecNames } from './spec-names.js';
import type { Tell } from './law.js';

/** Who evaluates a search domain: a record rule, a filter in the browser, the chooser of a field in a form, or a scenario's count. */
export type DomainPlace =
  | { readonly kind: 'rule' | 'filter' | 'chooser' }
  /** Records of earlier steps may be values, by their name. */
  | { readonly kind: 'count'; readonly records: ReadonlyMap<string, string | null> };

const COMPARING: ReadonlySet<string> = new Set(COMPARISONS);

/** Tells what a search domain cannot say: it holds one field against a value, joined with and, or, not. */
export function notInDomain(expression: Expression, place: DomainPlace, path: string, tell: Tell): void {
  const problem = domainProblem(expression, place);
  if (problem !== null) tell(path, problem, 'A filter compares one field with a value, e.g. state == \'open\' and due_date < today(); put what is computed into a stored field.');
}

function domainProblem(node: Expression, place: DomainPlace): string | null {
  switch (node.kind) {
    case 'path': return null;
    case 'literal': return typeof node.value === 'boolean' ? null : 'A filter needs a comparison here.';
    case 'unary': return node.operator === 'not' ? domainProblem(node.operand, place) : 'A filter cannot calculate.';
    case 'call': return node.name === 'exists' && node.args[0]?.kind === 'path' ? (node.args[1] === undefined ? null : domainProblem(node.args[1], place)) : `A filter cannot ask ${node.name}().`;
    case 'binary': {
      if (node.operator === 'and' || node.operator === 'or') return domainProblem(node.left, place) ?? domainProblem(node.right, place);
      if (!COMPARING.has(node.operator)) return 'A filter cannot calculate.';
      const [field, value] = node.left.kind === 'path' ? [node.left, node.right] : [node.right, node.left];
      if (field.kind !== 'path') return 'A filter has a field on one side of a comparison.';
      return valueProblem(value, place);
    }
    default: return 'A filter needs a comparison here.';
  }
}

function valueProblem(node: Expression, place: DomainPlace): string | null {
  if (node.kind === 'literal' || node.kind === 'list' || isCountedFromToday(node)) return null;
  if (node.kind === 'special') return specialProblem(node, place);
  if (node.kind === 'path' && place.kind === 'count' && node.segments.length === 1 && place.records.has(node.segments[0])) return null;
  if (node.kind === 'call' && !functionInfo(node.name).inDomain) return `A filter cannot calculate ${node.name}().`;
  return pathsOf(node).length > 0 ? 'A filter compares a field with a value, not with another field.' : 'A filter cannot calculate this value; of dates it knows today() and now(), plus or minus whole days, months or years.';
}

function specialProblem({ name, segments }: Extract<Expression, { kind: 'special' }>, place: DomainPlace): string | null {
  if (name === 'setting') return 'A filter does not know the settings.';
  if (name === 'record') return segments.length === 1 ? null : 'After `record` comes one field of the record that is being filled in.';
  if (segments.length === 0 || (name === 'user' && (place.kind === 'rule' || place.kind === 'count'))) return null;
  return name === 'user' ? 'Only a record rule knows the fields of `user`.' : `\`${name}\` has no fields here.`;
}

/** today() or now(), plus or minus a whole number of days, months or years. */
function isCountedFromToday(node: Expression): boolean {
  if (node.kind === 'call') return node.name === 'today' || node.name === 'now';
  if (node.kind !== 'binary' || (node.operator !== '+' && node.operator !== '-') || !isCountedFromToday(node.left)) return false;
  const { right } = node;
  const amount = right.kind === 'call' && ['days', 'months', 'years'].includes(right.name) ? right.args[0] : undefined;
  return amount?.kind === 'literal' && Number.isInteger(amount.value);
}

/** Tells what the browser cannot evaluate for a row of a list: it has the fields of that row, dates as texts, `user` and today. */
export function notInList(names: SpecNames, model: string, expression: Expression, path: string, tell: Tell): void {
  const problem = listProblem(expression, (field) => {
    const kind = names.fieldType(model, field)?.kind;
    return kind === 'date' || kind === 'datetime' ? kind : null;
  });
  if (problem !== null) tell(path, problem, 'Compute a field that says it, and name that field here.');
}

type TimeOf = (field: string) => 'date' | 'datetime' | null;

function listProblem(node: Expression, timeOf: TimeOf): string | null {
  switch (node.kind) {
    case 'literal': case 'list': return null;
    case 'path': return node.segments.length === 1 ? null : `A list sees the fields of its own records only, not \`${node.segments.join('.')}\`.`;
    case 'special': return node.name === 'user' && node.segments.length === 0 ? null : `A list does not know \`${[node.name, ...node.segments].join('.')}\`.`;
    case 'unary': return listProblem(node.operand, timeOf);
    case 'call': return isCountedFromToday(node) ? null : `A list cannot calculate ${node.name}().`;
    case 'binary': {
      if (isCountedFromToday(node)) return null;
      if (dividesByCalculation(node)) return 'A list divides by a number or a field, not by a calculation.';
      const sides = [node.left, node.right];
      if ((node.operator === '+' || node.operator === '-') && sides.some((side) => isCountedFromToday(side) || (side.kind === 'path' && timeOf(side.segments[0]) !== null))) return 'A list counts days from today() only, not between dates; put the days on the other side, e.g. due_date < today() - days(3).';
      if (sides.some((side) => side.kind === 'path' && timeOf(side.segments[0]) === 'date') && sides.some((side) => isMoment(side, timeOf))) return 'A list does not hold the date of a field against a moment; compare it with today().';
      return listProblem(node.left, timeOf) ?? listProblem(node.right, timeOf);
    }
  }
}

/** now(), what is counted from it, or a field with a time. */
function isMoment(node: Expression, timeOf: TimeOf): boolean {
  if (node.kind === 'path') return node.segments.length === 1 && timeOf(node.segments[0]) === 'datetime';
  if (node.kind === 'binary') return isCountedFromToday(node) && isMoment(node.left, timeOf);
  return node.kind === 'call' && node.name === 'now';
}

/** Kept in other tables, as attachments, or as a set of values. */
const COLUMNLESS: ReadonlySet<string> = new Set(['one2many', 'many2many', 'binary', 'image', 'json', 'properties', 'properties_definition']);

/** Tells what an SQL check cannot say: it sees the stored columns of its own table and no day. */
export function notInCheck(names: SpecNames, model: string, expression: Expression, path: string, tell: Tell): void {
  const hint = 'Use `holds` instead of `check`: it runs in Python.';
  visit(expression, (node) => {
    if (node.kind === 'special') tell(path, `An SQL check does not know \`${node.name}\`.`, hint);
    if (node.kind === 'call' && !functionInfo(node.name).inCheck) tell(path, `An SQL check does not know ${node.name}().`, hint);
    if (dividesByCalculation(node)) tell(path, 'An SQL check divides by a number or a field, not by a calculation.', hint);
    if (node.kind !== 'path') return;
    if (node.segments.length > 1) return tell(path, `An SQL check sees its own table only, not \`${node.segments.join('.')}\`.`, hint);
    const field = names.field(model, node.segments[0]);
    if (field !== null && COLUMNLESS.has(field.type)) tell(path, `\`${field.name}\` is no column of the table.`, hint);
    if (field?.translate === true || field?.companyDependent === true) tell(path, `\`${field.name}\` has a value for each ${field.translate ? 'language' : 'company'}, so the database does not know which one counts.`, hint);
    if ((field?.compute !== undefined && !field.compute.store) || field?.related !== undefined) tell(path, `\`${field.name}\` is not stored, so the database does not know it.`, hint);
  });
}

function dividesByCalculation(node: Expression): boolean {
  return node.kind === 'binary' && (node.operator === '/' || node.operator === '%') && node.right.kind !== 'literal' && node.right.kind !== 'path';
}

function visit(node: Expression, see: (node: Expression) => void): void {
  see(node);
  if (node.kind === 'unary') visit(node.operand, see);
  if (node.kind === 'binary') { visit(node.left, see); visit(node.right, see); }
  if (node.kind === 'call') for (const argument of node.args) visit(argument, see);
}
