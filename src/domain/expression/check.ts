import { nearest } from '../nearest.js';
import type { Binary, Call, Expression, Path, Special } from './ast.js';
import { functionInfo, type ParameterKind } from './functions.js';
import { typeWords, UNKNOWN, type Scope, type Type } from './types.js';

export interface ExpressionProblem {
  readonly message: string;
  readonly hint?: string;
}

/** The type of an expression, and whatever in it does not exist or does not fit. */
export function checkExpression(expression: Expression, scope: Scope): { readonly type: Type; readonly problems: readonly ExpressionProblem[] } {
  const problems: ExpressionProblem[] = [];
  const type = new Checker(scope, problems).type(expression);
  return { type, problems };
}

/** True if a value of the one type can be held against, or put in the place of, one of the other. */
export function fits(a: Type, b: Type): boolean {
  if ([a.kind, b.kind].some((kind) => kind === 'unknown' || kind === 'null')) return true;
  if (isRecords(a) && isRecords(b)) return a.model === null || b.model === null || a.model === b.model;
  const isDate = (type: Type): boolean => type.kind === 'date' || type.kind === 'datetime';
  if (isDate(a) && isDate(b)) return true;
  return a.kind === b.kind;
}

/** A bare field as a condition asks if it is filled in: `not isbn`. A number does not: 0 is filled in. */
export function isFilledIn(node: Expression, type: Type): boolean {
  return node.kind === 'path' && ['text', 'one', 'many', 'date', 'datetime'].includes(type.kind);
}

function isRecords(type: Type): type is Extract<Type, { kind: 'one' | 'many' }> {
  return type.kind === 'one' || type.kind === 'many';
}

class Checker {
  constructor(private readonly scope: Scope, private readonly problems: ExpressionProblem[]) {}

  type(node: Expression): Type {
    switch (node.kind) {
      case 'literal': return literalType(node.value);
      case 'list': return { kind: 'list' };
      case 'path': return this.scalar(this.path(node), node);
      case 'special': return this.special(node);
      case 'unary': {
        this.want(node.operand, node.operator === 'not' ? 'boolean' : 'number', `\`${node.operator}\``);
        return { kind: node.operator === 'not' ? 'boolean' : 'number' };
      }
      case 'binary': return this.binary(node);
      case 'call': return this.call(node);
    }
  }

  private problem(message: string, hint = ''): Type {
    this.problems.push(hint === '' ? { message } : { message, hint });
    return UNKNOWN;
  }

  private scalar(type: Type, node: Path): Type {
    if (type.kind !== 'values') return type;
    const text = node.segments.join('.');
    return this.problem(`\`${text}\` has many values, one is needed.`, `Write sum(${text}), min(${text}), max(${text}) or avg(${text}).`);
  }

  private path(node: Path): Type {
    const [first, ...rest] = node.segments;
    const named = this.scope.named(first);
    if (named !== null) return this.follow({ kind: 'one', model: named }, rest, first);
    if (this.scope.model === null) return this.problem(`There is no record named \`${first}\` here.`, 'Name one of data or demo, or one that an earlier step made.');
    return this.follow({ kind: 'one', model: this.scope.model }, node.segments, '');
  }

  private special(node: Special): Type {
    const model = node.name === 'user' ? 'res.users' : node.name === 'record' ? this.scope.record : node.name === 'setting' ? 'res.config.settings' : 'res.company';
    if (model === null) return this.problem('`record` means nothing here.', 'It is for the `where` of a field and for effects: the record that is filled in or acted on.');
    if (node.name === 'setting' && node.segments.length !== 1) return this.problem('After `setting` comes the name of one setting.', 'E.g. setting.days_of_notice.');
    return this.follow({ kind: node.name === 'companies' ? 'many' : 'one', model }, node.segments, node.name);
  }

  private follow(start: Type, segments: readonly string[], named: string): Type {
    let current = start;
    let many = start.kind === 'many';
    let walked = named;
    for (const name of segments) {
      if (current.kind === 'unknown') return UNKNOWN;
      if (!isRecords(current)) return this.problem(`\`${walked}\` is ${typeWords(current)}: nothing can follow it.`, `Leave out .${name}.`);
      if (current.model === null) return UNKNOWN;
      const next = this.scope.field(current.model, name);
      if (next === null) return this.problem(`\`${current.model}\` has no field \`${name}\`.`, nearest(name, this.scope.fieldNames(current.model)) || `Fields: ${this.scope.fieldNames(current.model).slice(0, 20).join(', ')}.`);
      many ||= next.kind === 'many';
      current = next;
      walked = walked === '' ? name : `${walked}.${name}`;
    }
    if (!many) return current;
    return isRecords(current) ? { kind: 'many', model: current.model } : { kind: 'values', of: current };
  }

  private want(node: Expression, kind: 'boolean' | 'number' | 'text' | 'date' | 'value', where: string): Type {
    const type = this.type(node);
    if (type.kind === 'unknown' || kind === 'value') return type;
    const right = kind === 'date' ? type.kind === 'date' || type.kind === 'datetime' : type.kind === kind;
    if (right || (kind === 'boolean' && isFilledIn(node, type))) return type;
    const filled = node.kind === 'path' && kind === 'boolean' && type.kind === 'number' ? `Write ${node.segments.join('.')} != 0.` : '';
    return this.problem(`${where} needs ${typeWords({ kind })}, not ${typeWords(type)}.`, filled);
  }

  private binary(node: Binary): Type {
    const { operator } = node;
    if (operator === 'and' || operator === 'or') {
      this.want(node.left, 'boolean', `\`${operator}\``);
      this.want(node.right, 'boolean', `\`${operator}\``);
      return { kind: 'boolean' };
    }
    const left = this.type(node.left);
    const right = operator === 'in' || operator === 'not in' ? this.container(node.right) : this.type(node.right);
    if (operator === 'in' || operator === 'not in') return this.membership(node, left, right);
    if (operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '%') return this.arithmetic(operator, left, right);
    return this.comparison(node, left, right);
  }

  /** The right side of `in` may have many values. */
  private container(node: Expression): Type {
    return node.kind === 'path' ? this.path(node) : this.type(node);
  }

  private membership(node: Binary, left: Type, right: Type): Type {
    if (right.kind === 'list' && node.right.kind === 'list') for (const item of node.right.items) this.option(left, item);
    else if (right.kind === 'values' && !fits(left, right.of)) this.problem(`\`${node.operator}\` looks for ${typeWords(left)} among values that are ${typeWords(right.of)}.`);
    else if (isRecords(right) && !fits(left, right)) this.problem(`\`${node.operator}\` looks for ${typeWords(left)} among records of ${right.model ?? 'another model'}.`);
    else if (!['list', 'values', 'one', 'many', 'unknown'].includes(right.kind)) this.problem(`\`${node.operator}\` needs a list or several records on its right, not ${typeWords(right)}.`);
    return { kind: 'boolean' };
  }

  private arithmetic(operator: string, left: Type, right: Type): Type {
    if (left.kind === 'unknown' || right.kind === 'unknown') return UNKNOWN;
    const date = (type: Type): boolean => type.kind === 'date' || type.kind === 'datetime';
    if (left.kind === 'number' && right.kind === 'number') return { kind: 'number' };
    if (operator === '+' && left.kind === 'text' && right.kind === 'text') return { kind: 'text' };
    if ('+-'.includes(operator) && date(left) && right.kind === 'period') return left;
    if (operator === '+' && left.kind === 'period' && date(right)) return right;
    if ('+-'.includes(operator) && left.kind === 'period' && right.kind === 'period') return left;
    if (operator === '-' && date(left) && date(right)) return { kind: 'number' };
    const hint = date(left) && right.kind === 'number' ? 'Write days(n) for a number of days.' : operator === '+' && [left.kind, right.kind].includes('text') ? 'Write concat(…) to put different things into one text.' : '';
    return this.problem(`\`${operator}\` does not work between ${typeWords(left)} and ${typeWords(right)}.`, hint);
  }

  private comparison(node: Binary, left: Type, right: Type): Type {
    for (const [type, other] of [[left, node.right], [right, node.left]] as const) if (other.kind === 'literal') this.option(type, other.value);
    if (!comparable(node, left, right)) this.problem(`\`${node.operator}\` cannot hold ${typeWords(left)} against ${typeWords(right)}.`);
    else if (!['==', '!='].includes(node.operator) && [left, right].some((type) => ['boolean', 'one', 'many', 'null', 'list'].includes(type.kind))) {
      this.problem(`\`${node.operator}\` needs numbers, dates or texts, not ${typeWords(left)} and ${typeWords(right)}.`);
    }
    return { kind: 'boolean' };
  }

  private option(type: Type, value: unknown): void {
    if (type.kind !== 'text' || type.options === undefined || typeof value !== 'string' || type.options.includes(value)) return;
    this.problem(`'${value}' is none of the options.`, nearest(value, type.options) || `Options: ${type.options.join(', ')}.`);
  }

  private call(node: Call): Type {
    const info = functionInfo(node.name);
    const [first, second] = node.args;
    if ((node.name === 'min' || node.name === 'max') && node.args.length === 1 && first !== undefined) return this.many(node, first, 'value');
    if (node.name === 'exists' && second !== undefined && first !== undefined) this.many(node, first, 'records');
    const values: Type[] = [];
    node.args.forEach((argument, index) => {
      const kind: ParameterKind | undefined = info.parameters[index] ?? info.rest;
      if (kind === 'many') this.many(node, argument, node.name === 'count' ? 'records' : 'number');
      else if (kind === 'condition') this.condition(node, argument);
      else if (node.name === 'exists' && argument.kind === 'path') this.path(argument);
      else if (kind !== undefined) {
        const type = this.want(argument, kind, `${node.name}()`);
        if (kind === 'value') values.push(type);
      }
    });
    if (info.returns !== 'argument') return { kind: info.returns };
    const known = values.find((type) => type.kind !== 'null' && type.kind !== 'unknown') ?? UNKNOWN;
    const odd = values.find((type) => !fits(type, known));
    return odd === undefined ? plain(known) : this.problem(`${node.name}() is given ${typeWords(known)} and ${typeWords(odd)}: all have to be alike.`);
  }

  /** A path over a to-many relation, ending in records, numbers or anything. */
  private many(node: Call, argument: Expression, ends: 'records' | 'number' | 'value'): Type {
    const type = argument.kind === 'path' ? this.path(argument) : argument.kind === 'special' ? this.special(argument) : null;
    if (type?.kind === 'unknown') return UNKNOWN;
    const example = `e.g. ${functionInfo(node.name).example}.`;
    if (type?.kind === 'many' && ends === 'records') return type;
    if (type?.kind !== 'values' || ends === 'records') return this.problem(`${node.name}() needs a path over ${ends === 'records' ? 'a relation to many records' : 'the field of many records'}.`, example);
    if (ends === 'number' && type.of.kind !== 'number' && type.of.kind !== 'unknown') return this.problem(`${node.name}() needs numbers, not ${typeWords(type.of)}.`, example);
    return type.of;
  }

  private condition(node: Call, condition: Expression): void {
    const [first] = node.args;
    if (first?.kind !== 'path') return;
    const segments = node.name === 'sum' ? first.segments.slice(0, -1) : first.segments;
    const [head, ...rest] = segments;
    const relation = head === undefined ? UNKNOWN : new Checker(this.scope, []).path({ kind: 'path', segments: [head, ...rest] });
    if (!isRecords(relation) || relation.model === null) return;
    new Checker({ ...this.scope, model: relation.model }, this.problems).want(condition, 'boolean', 'The condition');
  }
}

function plain(type: Type): Type {
  return type.kind === 'text' ? { kind: 'text' } : type;
}

/** A text that is a date may stand against a date: `day == '2026-05-01'`. */
function comparable(node: Binary, left: Type, right: Type): boolean {
  if (fits(left, right)) return true;
  const dateText = (expression: Expression, other: Type): boolean =>
    (other.kind === 'date' || other.kind === 'datetime') && expression.kind === 'literal' && typeof expression.value === 'string' && /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/.test(expression.value);
  return dateText(node.left, right) || dateText(node.right, left);
}

function literalType(value: unknown): Type {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'text' };
  return { kind: typeof value === 'number' ? 'number' : 'boolean' };
}
