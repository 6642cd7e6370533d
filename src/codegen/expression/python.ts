import type { Binary, Expression, Path, Special, Unary } from '../../domain/expression/ast.js';
import { settingKey } from '../../domain/module-spec/implied-models.js';
import { pythonString } from '../text/python-string.js';
import { walk, type Kind } from './kinds.js';
import { negate } from './negate.js';
import { notHere } from './not-here.js';
import { LEVEL, at, freshNames, guarded, operand, printed, type Fresh, type Printed } from './printed.js';
import { printCall } from './python-calls.js';
import { printArithmetic, printComparison } from './python-operators.js';
import type { PythonScope } from './python-scope.js';

/**
 * An expression as Python over Odoo records. An empty date gives an empty result instead of a TypeError,
 * and a division by nothing gives 0, because a computed field must never make a form unusable.
 */
export function printPython(expression: Expression, scope: PythonScope): Printed {
  return guarded(print(expression, scope, freshNames()));
}

function print(node: Expression, scope: PythonScope, fresh: Fresh): Printed {
  switch (node.kind) {
    case 'literal': return printLiteral(node.value);
    case 'list': return printed(node.items.length === 1 ? `(${printLiteral(node.items[0] ?? null).code},)` : `(${node.items.map((item) => printLiteral(item).code).join(', ')})`, 'list');
    case 'path': return printPath(node, scope);
    case 'special': return printSpecial(node, scope);
    case 'unary': return printNot(node, scope, fresh) ?? printUnary(node.operator, print(node.operand, scope, fresh), fresh);
    case 'binary': return printBinary(node, scope, fresh);
    case 'call': return printCall(node, scope, (argument, inner = scope) => print(argument, inner, fresh), fresh);
  }
}

function printLiteral(value: string | number | boolean | null): Printed {
  if (value === null) return printed('False', 'null', LEVEL.atom, { empty: true });
  if (typeof value === 'string') return printed(pythonString(value), 'text');
  if (typeof value === 'boolean') return printed(value ? 'True' : 'False', 'boolean');
  return printed(String(value), 'number', value < 0 ? LEVEL.sign : LEVEL.atom, { whole: Number.isInteger(value) });
}

function printPath(node: Path, scope: PythonScope): Printed {
  const [first, ...rest] = node.segments;
  if (isForeign(node, scope)) return printed(`${scope.env}.ref(${pythonString(node.segments.join('.'))})`, 'one');
  if (scope.record !== null && scope.index.knowsField(scope.record.model, first)) return follow(scope, scope.record.code, scope.record.model, node.segments);
  const record = scope.named(first);
  if (record !== null) return follow(scope, record.code, record.model, rest);
  if (scope.record !== null) return follow(scope, scope.record.code, scope.record.model, node.segments);
  throw notHere(`\`${node.segments.join('.')}\` names no record here.`, 'Name a record of the module’s data, or of another module as module.id.');
}

/** `stock.picking_type_out`: a record of another module, by its id, as the laws know it too (laws/values.ts). */
function isForeign({ segments: [first, ...rest] }: Path, { index, record, named }: PythonScope): boolean {
  if (rest.length !== 1 || named(first) !== null) return false;
  return record === null || (index.apps.has(first) && index.field(record.model, first) === null);
}

/** A path from a record: dots while there is one record or a relation, `mapped` for the values of many. */
function follow(scope: PythonScope, root: string, model: string, segments: readonly string[]): Printed {
  let result = printed(root, 'one', LEVEL.atom, { model });
  for (const step of walk(scope.index, model, segments)) {
    const relation = step.kind === 'one' || step.kind === 'many';
    if (result.kind === 'many' && !relation) {
      result = printed(`${result.code}.mapped(${pythonString(step.name)})`, 'values', LEVEL.atom, { element: step.kind });
      continue;
    }
    const kind: Kind = result.kind === 'many' ? 'many' : step.kind;
    const code = `${result.code}.${step.name}`;
    result = printed(code, kind, LEVEL.atom, { model: step.comodel, empty: canBeMissing(kind), whole: step.whole });
  }
  return result;
}

/** Of these kinds an empty field is False, which neither adds nor compares. */
function canBeMissing(kind: Kind): boolean {
  return kind === 'date' || kind === 'datetime' || kind === 'text';
}

function printSpecial(node: Special, scope: PythonScope): Printed {
  if (node.name === 'record') {
    const record = scope.outer ?? scope.record;
    if (record === null) throw notHere('There is no record here.', 'Leave `record` out.');
    return follow(scope, record.code, record.model, node.segments);
  }
  if (node.name === 'setting') return printSetting(node, scope);
  const base = { user: [scope.user, 'res.users'], company: [scope.company, 'res.company'], companies: [scope.companies, 'res.company'] } as const;
  const [code, model] = base[node.name];
  if (node.name === 'companies') return printed(code, 'many', LEVEL.atom, { model });
  return follow(scope, code, model, node.segments);
}

/** A setting of the whole installation: Odoo keeps it as a text, and keeps nothing for 0, false and an empty text. */
function printSetting(node: Special, { index }: PythonScope): Printed {
  const setting = index.spec.settings.find(({ name, per }) => name === node.segments[0] && per === 'installation');
  if (setting === undefined) throw notHere(`There is no setting \`${node.segments.join('.')}\` of the whole installation.`, 'Add it to settings, with per: installation.');
  const kept = `self.env["ir.config_parameter"].sudo().get_param(${pythonString(settingKey(index.spec, setting))})`;
  switch (setting.type) {
    case 'integer': return printed(`int(${kept} or 0)`, 'number', LEVEL.atom, { whole: true });
    case 'float': return printed(`float(${kept} or 0)`, 'number');
    case 'boolean': return printed(`bool(${kept})`, 'boolean');
    default: return printed(`(${kept} or "")`, 'text');
  }
}

function printUnary(operator: '-' | 'not', piece: Printed, fresh: Fresh): Printed {
  if (operator === 'not') return printed(`not ${at(LEVEL.not, guarded(piece))}`, 'boolean', LEVEL.not);
  const { code, level, needs, ...rest } = operand(piece, fresh);
  return printed(`-${level >= LEVEL.sign ? code : `(${code})`}`, rest.kind, LEVEL.sign, { needs, whole: rest.whole });
}

/** `not a > b` as `a <= b` where neither can be empty. */
function printNot(node: Unary, scope: PythonScope, fresh: Fresh): Printed | null {
  if (node.operator !== 'not' || node.operand.kind !== 'binary') return null;
  const turned = negate(node.operand, true);
  if (turned.kind !== 'binary' || ['and', 'or'].includes(turned.operator)) return null;
  const piece = print(turned, scope, fresh);
  return piece.level === LEVEL.comparison ? piece : null;
}

function printBinary(node: Binary, scope: PythonScope, fresh: Fresh): Printed {
  const left = print(node.left, scope, fresh);
  const right = print(node.right, scope, fresh);
  switch (node.operator) {
    case 'and': case 'or': {
      const level = LEVEL[node.operator];
      return printed(`${at(level, guarded(left))} ${node.operator} ${at(level, guarded(right))}`, 'boolean', level);
    }
    case '+': case '-': case '*': case '/': case '%': return printArithmetic(node.operator, left, right, scope, fresh);
    default: return printComparison(node.operator, left, right, scope, fresh);
  }
}
