import { parseExpression } from '../../domain/expression/parse.js';
import { call, dict, flat, list, text, type Code } from '../python/layout.js';
import { printPython } from './python.js';
import type { PythonScope } from './python-scope.js';

type Value = string | number | boolean | null | readonly string[];

/** The expression of a text that begins with `=`, else null. */
export function expressionText(value: Value | undefined): string | null {
  return typeof value === 'string' && value.startsWith('=') ? value.slice(1) : null;
}

/** A value of `values` as Odoo's create() and write() take it: ids for records, commands for many. @param type of the field that gets it, where it is known */
export function valueCode(value: Value, scope: PythonScope, type?: string): Code {
  const expression = expressionText(value);
  if (expression !== null) {
    const piece = printPython(parseExpression(expression), scope);
    if (piece.kind === 'one' && type === 'reference') return `"%s,%s" % (${piece.code}._name, ${piece.code}.id) if ${piece.code} else False`;
    if (piece.kind === 'one') return `${piece.level < 9 ? `(${piece.code})` : piece.code}.id`;
    if (piece.kind === 'many') return list([call(`${scope.imports.use('Command')}.set`, [`${piece.code}.ids`])]);
    return piece.code;
  }
  if (value === null) return 'False';
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  const items = value.map((item) => valueCode(item, scope));
  return value.every((item) => item.startsWith('=')) ? list([call(`${scope.imports.use('Command')}.set`, [list(items)])]) : list(items);
}

/** A value as a form takes it: the record itself, not its id. */
export function recordOrValue(value: Value, scope: PythonScope): Code {
  const expression = expressionText(value);
  return expression === null ? valueCode(value, scope) : printPython(parseExpression(expression), scope).code;
}

/** Values of a model's fields as a dictionary. */
export function valuesCode(values: Readonly<Record<string, Value>>, scope: PythonScope, model: string | null): Code {
  return dict(Object.entries(values).map(([name, value]) => [name, valueCode(value, scope, scope.index.facts(model, name).type)]));
}

/** A default as `default=` takes it: a literal, or a lambda over the model. */
export function defaultCode(value: Value, scope: PythonScope): Code {
  const expression = expressionText(value);
  if (expression === null) return valueCode(value, scope);
  if (expression.replaceAll(' ', '') === 'today()') return 'fields.Date.context_today';
  if (expression.replaceAll(' ', '') === 'now()') return 'fields.Datetime.now';
  const code = printPython(parseExpression(expression), scope);
  return `lambda self: ${flat(code.code)}`;
}
