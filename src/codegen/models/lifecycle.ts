import { parseExpression } from '../../domain/expression/parse.js';
import type { Model, Override } from '../../domain/module-spec/models.js';
import { negate } from '../expression/negate.js';
import { printPython } from '../expression/python.js';
import { methodScope, type PythonScope } from '../expression/python-scope.js';
import { valuesCode } from '../expression/value.js';
import type { Imports } from '../python/imports.js';
import { call, layout } from '../python/layout.js';
import { className, recordVariable } from '../python/names.js';
import { onMethod, requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { bodyLines, condition, method } from './method.js';
import { numberLines } from './numbering.js';
import { raiseLines } from './raise.js';

interface Printer {
  readonly model: Model;
  readonly imports: Imports;
  readonly record: string;
  readonly scope: PythonScope;
}

/**
 * create, write, unlink, copy and the methods of Odoo's buttons that a model extends. Each is there once, whatever asks for it:
 * the number, the stage that closes, the overrides.
 */
export function printLifecycle(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const record = recordVariable(model.name);
  const printer: Printer = { model, imports, record, scope: methodScope(index, imports, { code: record, model: model.name }) };
  const of = (name: string): Override[] => model.overrides.filter(({ method }) => method === name);
  const named = [...new Set(model.overrides.map(({ method }) => method))].filter((name) => !['create', 'write', 'unlink', 'copy'].includes(name));
  return [
    ...createMethod(of('create'), printer),
    ...writeMethod(of('write'), printer),
    ...copyMethods(of('copy'), printer),
    ...unlinkMethods(of('unlink'), printer),
    ...named.map((name) => namedMethod(name, of(name), printer)),
    ...model.overrides.filter(({ words }) => words !== undefined).map(({ id }) => method(`${onMethod(id)}(self)`, bodyLines(requireBody(bodies, slotId(model.name, 'override', id)), imports))),
  ];
}

function createMethod(overrides: readonly Override[], printer: Printer): string[] {
  const { model, imports } = printer;
  const closing = closes(model) ? [`records.filtered("${model.stages?.field}.closed").${CLOSE}()`] : [];
  const after = [...overrides.flatMap((override) => [...guardLines(override, 'records', printer), ...setLines(override, 'records', printer), ...wordsLines(override, 'records')]), ...closing];
  const before = model.sequence === undefined ? [] : numberLines(model, imports);
  if (before.length + after.length === 0) return [];
  imports.use('api');
  return [method('create(self, vals_list)', [
    ...before,
    ...(after.length === 0 ? ['return super().create(vals_list)'] : ['records = super().create(vals_list)', ...after, 'return records']),
  ], ['@api.model_create_multi'])];
}

function writeMethod(overrides: readonly Override[], printer: Printer): string[] {
  const { model, record } = printer;
  const stage = model.stages?.field ?? '';
  const closing = closes(model) ? [
    'closing = self.browse()',
    `if self.env[${pythonString(model.stages?.model ?? '')}].browse(vals.get("${stage}")).closed:`,
    ...condition('    closing = self.filtered(', `lambda ${record}: not ${record}.${stage}.closed`, ')', 2),
  ] : [];
  const before = overrides.flatMap((override) => asked(override, guardLines(override, 'self', printer)));
  const after = overrides.flatMap((override) => asked(override, [...setLines(override, 'self', printer), ...wordsLines(override, 'self')]));
  if (before.length + after.length + closing.length === 0) return [];
  const last = [...(closing.length === 0 ? [] : [`closing.${CLOSE}()`]), ...after];
  return [method('write(self, vals)', [...before, ...closing, ...(last.length === 0 ? ['return super().write(vals)'] : ['result = super().write(vals)', ...last, 'return result'])])];
}

/** Only when one of the override's fields is written. */
function asked({ fields }: Override, lines: readonly string[]): string[] {
  if (fields.length === 0 || lines.length === 0) return [...lines];
  const [only] = fields;
  const test = fields.length === 1 && only !== undefined ? `"${only}" in vals` : `not vals.keys().isdisjoint((${fields.map(pythonString).join(', ')}))`;
  return [...condition('if ', test, ':', 2), ...lines.map((line) => `    ${line}`)];
}

/** What is set goes into the copy's values, unless whoever copies gives them. */
function copyMethods(overrides: readonly Override[], printer: Printer): string[] {
  const { model, record, scope } = printer;
  const guards = overrides.flatMap((override) => guardLines(override, 'self', printer));
  const sets = overrides.filter(({ set }) => Object.keys(set).length > 0);
  const words = overrides.flatMap((override) => wordsLines(override, 'copies'));
  const dataMethod = method('copy_data(self, default=None)', [
    ...guards,
    'vals_list = super().copy_data(default=default)',
    ...(sets.length === 0 ? [] : [
      `for ${record}, vals in zip(self, vals_list):`,
      ...sets.flatMap(({ set }) => Object.entries(set).map(([name, value]) => [name, valuesCode({ [name]: value }, scope, model.name)] as const)).flatMap(([name, code]) => [
        `    if "${name}" not in (default or {}):`,
        ...layout(call('vals.update', [code]), 4).split('\n').map((line, i) => `        ${i === 0 ? line : line.slice(16)}`),
      ]),
    ]),
    'return vals_list',
  ]);
  return [
    ...(guards.length + sets.length === 0 ? [] : [dataMethod]),
    ...(words.length === 0 ? [] : [method('copy(self, default=None)', ['copies = super().copy(default=default)', ...words, 'return copies'])]),
  ];
}

/** A guard of unlink does not hold when the module itself is uninstalled: then everything goes. */
function unlinkMethods(overrides: readonly Override[], printer: Printer): string[] {
  const words = overrides.flatMap((override) => wordsLines(override, 'self'));
  return [
    ...overrides.filter(({ guard }) => guard !== undefined).map((override) => {
      printer.imports.use('api');
      return method(`_unlink_except_${override.id}(self)`, guardLines(override, 'self', printer), ['@api.ondelete(at_uninstall=False)']);
    }),
    ...(words.length === 0 ? [] : [method('unlink(self)', [...words, 'return super().unlink()'])]),
  ];
}

function namedMethod(name: string, overrides: readonly Override[], printer: Printer): string {
  const after = overrides.flatMap((override) => [...setLines(override, 'self', printer), ...wordsLines(override, 'self')]);
  return method(`${name}(self)`, [
    ...overrides.flatMap((override) => guardLines(override, 'self', printer)),
    ...(after.length === 0 ? [`return super().${name}()`] : [`result = super().${name}()`, ...after, 'return result']),
  ]);
}

function guardLines({ guard, message }: Override, records: string, { record, scope, imports }: Printer): string[] {
  if (guard === undefined) return [];
  const refused = printPython(negate(parseExpression(guard)), scope).code;
  return [
    `for ${record} in ${records}:`,
    ...condition('if ', refused, ':', 4).map((line) => `    ${line}`),
    ...raiseLines('UserError', message ?? 'This is not possible now.', 5, imports).map((line) => `        ${line}`),
  ];
}

/** Past the model's own write, which would come here again. */
function setLines({ set, method: name }: Override, records: string, { model, record, scope }: Printer): string[] {
  if (Object.keys(set).length === 0) return [];
  const target = name === 'write' ? `super(${className(model.name)}, ${record})` : record;
  return [`for ${record} in ${records}:`, ...layout(call(`${target}.write`, [valuesCode(set, scope, model.name)]), 4).split('\n').map((line, i) => `    ${i === 0 ? line : line.slice(16)}`)];
}

function wordsLines({ id, words }: Override, records: string): string[] {
  return words === undefined ? [] : [`${records}.${onMethod(id)}()`];
}

/** The method that is called for what comes into a closed stage. */
export const CLOSE = '_on_closed';

export function closes({ stages }: Model): boolean {
  return stages?.closing !== undefined;
}
