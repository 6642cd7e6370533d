import { parseExpression } from '../../domain/expression/parse.js';
import type { Action, Model, States, Transition } from '../../domain/module-spec/models.js';
import { effectLines, opened } from '../effects/effects.js';
import { negate } from '../expression/negate.js';
import { printPython } from '../expression/python.js';
import { methodScope, type PythonScope } from '../expression/python-scope.js';
import { valueCode } from '../expression/value.js';
import type { Imports } from '../python/imports.js';
import { call, dict, layout } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import { afterMethod, requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonProse, pythonString } from '../text/python-string.js';
import { bodyLines, condition, method } from './method.js';
import { raiseLines } from './raise.js';

/** The methods behind the buttons of a model: the view hides a button, but the server is who refuses. */
export function printButtons(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const printer = buttonPrinter(model, index, imports, bodies);
  const { states } = model;
  return [
    ...(states === undefined ? [] : states.transitions.flatMap((transition) => printTransition(transition, states, printer))),
    ...model.actions.flatMap((action) => printAction(action, printer)),
  ];
}

export function buttonPrinter(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): Printer {
  const record = recordVariable(model.name);
  return { model, index, imports, bodies, record, scope: methodScope(index, imports, { code: record, model: model.name }) };
}

interface Printer {
  readonly model: Model;
  readonly index: SpecIndex;
  readonly imports: Imports;
  readonly bodies: ReadonlyMap<string, string>;
  readonly record: string;
  readonly scope: PythonScope;
}

function printTransition(transition: Transition, states: States, printer: Printer): string[] {
  const { imports, record } = printer;
  const labels = transition.from.map((id) => states.options.find((option) => option.id === id)?.label ?? id);
  const [only] = transition.from;
  const wrong = transition.from.length === 1 && only !== undefined ? `${record}.${states.field} != ${pythonString(only)}` : `${record}.${states.field} not in (${transition.from.map(pythonString).join(', ')})`;
  const body = [
    `"""${docstring(transition.label)}"""`,
    ...groupCheck(transition, printer),
    `for ${record} in self:`,
    ...condition('if ', wrong, ':', 3).map((line) => `    ${line}`),
    ...raiseLines('UserError', `“${transition.label}” is possible only in the status: ${labels.join(', ')}.`, 4, imports).map((line) => `        ${line}`),
    ...guardLines(transition, printer),
    ...writeLines(new Map([[states.field, transition.to]]), transition.set, printer),
    ...effectsOf(transition, printer),
  ];
  return withWords('transition', transition, body, printer);
}

function printAction(action: Action, printer: Printer): string[] {
  const body = [
    `"""${docstring(action.label)}"""`,
    ...groupCheck(action, printer),
    ...(Object.keys(action.set).length === 0 && effectsOf(action, printer).length === 0 ? [] : [`for ${printer.record} in self:`]),
    ...(Object.keys(action.set).length === 0 ? [] : writeLines(new Map(), action.set, printer)),
    ...effectsOf(action, printer),
  ];
  return withWords('action', action, body, printer);
}

export function effectsOf(button: Pick<Action, 'effects'>, { model, index, imports, record }: Printer): string[] {
  return effectLines(button.effects, { index, imports, record: { code: record, model: model.name }, depth: 3 }).map((line) => `    ${line}`);
}

/** The label as a sentence. */
function docstring(label: string): string {
  return `${pythonProse(label).replace(/[.!?…]+$/, '')}.`;
}

export function groupCheck(button: Pick<Transition, 'groups' | 'label'>, { index, imports }: Printer, message = `You are not allowed to use “${button.label}”.`): string[] {
  if (button.groups.length === 0) return [];
  const groups = button.groups.map((group) => `self.env.user.has_group(${pythonString(index.xmlId(group))})`);
  const allowed = groups.length === 1 ? groups[0] ?? '' : `(${groups.join(' or ')})`;
  const test = `not self.env.su and not ${allowed}`;
  const lines = test.length + 4 + 8 <= 88 ? [`if ${test}:`] : ['if not self.env.su and not (', ...groups.map((group, i) => `    ${i === 0 ? '' : 'or '}${group}`), '):'];
  return [...lines, ...raiseLines('AccessError', message, 3, imports).map((line) => `    ${line}`)];
}

export function guardLines(transition: Pick<Transition, 'guard' | 'guardMessage' | 'label'>, { imports, scope }: Printer): string[] {
  if (transition.guard === undefined) return [];
  const refused = printPython(negate(parseExpression(transition.guard)), scope).code;
  const message = transition.guardMessage ?? `“${transition.label}” is not possible now.`;
  return [...condition('if ', refused, ':', 3).map((line) => `    ${line}`), ...raiseLines('UserError', message, 4, imports).map((line) => `        ${line}`)];
}

export function writeLines(fixed: ReadonlyMap<string, string>, set: Transition['set'], { model, record, scope }: Printer): string[] {
  const entries = [...[...fixed].map(([name, value]) => [name, pythonString(value)] as const), ...Object.entries(set).map(([name, value]) => [name, valueCode(value, scope, scope.index.facts(model.name, name).type)] as const)];
  return layout(call(`${record}.write`, [dict(entries)]), 3).split('\n').map((line, i) => `    ${i === 0 ? line : line.slice(12)}`);
}

/** The button's method, and the one with what the spec says in words, which it calls at its end. */
function withWords(kind: 'transition' | 'action', button: Transition | Action, body: readonly string[], printer: Printer): string[] {
  const head = `${button.id}(self)`;
  const { index, imports, model, record } = printer;
  const end = opened(button.effects, { index, imports, record: { code: record, model: model.name } }) ?? 'return True';
  if (button.words === undefined) return [method(head, [...body, end])];
  const after = requireBody(printer.bodies, slotId(printer.model.name, kind, button.id));
  return [
    method(head, [...body, kind === 'action' && end === 'return True' ? `return self.${afterMethod(button.id)}()` : `self.${afterMethod(button.id)}()`, ...(kind === 'action' && end === 'return True' ? [] : [end])]),
    method(`${afterMethod(button.id)}(self)`, bodyLines(after, printer.imports)),
  ];
}
