import { BuilderError } from '../../domain/errors.js';
import { parseExpression } from '../../domain/expression/parse.js';
import type { Step } from '../../domain/module-spec/acceptance.js';
import { wizardLineModel } from '../../domain/module-spec/implied-models.js';
import { domainTerms } from '../expression/domain.js';
import { printPython } from '../expression/python.js';
import type { NamedRecord, PythonScope } from '../expression/python-scope.js';
import { expressionText, recordOrValue, valueCode, valuesCode } from '../expression/value.js';
import { call, dict, layout, list, type Code } from '../python/layout.js';
import { variable } from '../python/names.js';
import { pythonString } from '../text/python-string.js';
import { expectLines } from './expect.js';
import { webStep } from './web-step.js';
import { namedRecord, stepScope, userCode, type TestScope } from './test-scope.js';

/** One step as lines of a test method; a step that must be refused stands in a block of its own. */
export function printStep(step: Step, scope: TestScope, criterion: string): string[] {
  const [lines, model] = stepLines(step, scope, criterion);
  if (step.refused !== true || step.do === 'open' || step.do === 'call') return lines;
  const check = call('self.assertRefused', [pythonString(model), ...(step.message === undefined ? [] : [pythonString(step.message)])]);
  return [...statement(check, 'with ', ':'), ...lines.map((line) => `    ${line}`)];
}

/** A statement in a test method, without the method's own indentation. */
function statement(code: Code, before = '', after = '', deeper = 0): string[] {
  const depth = 2 + deeper;
  return layout(code, depth, before, after).split('\n').map((line, i) => (i === 0 ? line : line.slice(depth * 4)));
}

function stepLines(step: Step, scope: TestScope, criterion: string): readonly [string[], string] {
  const deeper = step.refused === true ? 1 : 0;
  switch (step.do) {
    case 'create': {
      const model = need(step.model, 'model', step, criterion);
      const base = `self.env[${pythonString(model)}]${asUser(step, scope, criterion)}`;
      if (step.form === true) return [inForm(step, base, scope), model];
      const values = valuesCode(step.values ?? {}, stepScope(scope, step.user, null), model);
      if (step.as === undefined || step.refused === true) return [statement(call(`${base}.create`, [values]), '', '', deeper), model];
      const name = variable(step.as);
      const lines = step.user === undefined && step.customer === undefined ? statement(call(`${base}.create`, [values]), `${name} = `) : createdBy(name, model, asUser(step, scope, criterion), values);
      scope.records.set(step.as, { code: name, model });
      return [lines, model];
    }
    case 'write': {
      const record = recordOf(step, scope, criterion);
      const values = valuesCode(step.values ?? {}, stepScope(scope, step.user, record), record.model);
      return [statement(call(`${record.code}${asUser(step, scope, criterion)}.write`, [values]), '', '', deeper), record.model];
    }
    case 'delete': {
      const record = recordOf(step, scope, criterion);
      return [[`${record.code}${asUser(step, scope, criterion)}.unlink()`], record.model];
    }
    case 'press': {
      const record = recordOf(step, scope, criterion);
      return [[`${record.code}${asUser(step, scope, criterion)}.${need(step.button, 'button', step, criterion)}()`], record.model];
    }
    case 'run': {
      const job = pythonString(scope.index.xmlId(need(step.job, 'job', step, criterion)));
      return [statement(call(`self.env.ref(${job})${asUser(step, scope, criterion)}.ir_actions_server_id.run`, []), '', '', deeper), 'base'];
    }
    case 'settings': {
      const values = valuesCode(step.values ?? {}, stepScope(scope, step.user, null), 'res.config.settings');
      const page = call(`self.env["res.config.settings"]${asUser(step, scope, criterion)}.create`, [values]);
      return [statement(page, '', '.execute()', deeper), 'res.config.settings'];
    }
    case 'wizard': return [wizardLines(step, scope, criterion, deeper), need(step.wizard, 'wizard', step, criterion)];
    case 'mailed': case 'activity': case 'posted': case 'printed': return behaviourCheck(step, recordOf(step, scope, criterion), scope, deeper, criterion);
    case 'expect': {
      const record = step.record === undefined ? null : recordOf(step, scope, criterion);
      const seen = record === null || (step.user === undefined && step.customer === undefined) ? record : { ...record, code: `${record.code}${asUser(step, scope, criterion)}` };
      return [expectLines(need(step.that, 'that', step, criterion), stepScope(scope, step.user, seen)), record?.model ?? 'base'];
    }
    case 'count': {
      const model = need(step.model, 'model', step, criterion);
      const place = { kind: 'python', user: actor(step, scope, criterion), named: (name: string) => namedRecord(scope, name)?.code ?? null } as const;
      const domain = step.where === undefined ? [] : domainTerms(parseExpression(step.where), { index: scope.index, model, place });
      const counted = call(`self.env[${pythonString(model)}]${asUser(step, scope, criterion)}.search_count`, [list(domain)]);
      return [statement(call('self.assertEqual', [counted, String(need(step.equals, 'equals', step, criterion))])), model];
    }
    case 'find': {
      const model = need(step.model, 'model', step, criterion);
      const name = variable(need(step.as, 'as', step, criterion));
      const place = { kind: 'python', user: actor(step, scope, criterion), named: (known: string) => namedRecord(scope, known)?.code ?? null } as const;
      const domain = domainTerms(parseExpression(need(step.where, 'where', step, criterion)), { index: scope.index, model, place });
      const found = call(`self.env[${pythonString(model)}]${asUser(step, scope, criterion)}.search`, [list(domain)]);
      scope.records.set(need(step.as, 'as', step, criterion), { code: name, model });
      return [[...statement(found, `${name} = `, step.user === undefined && step.customer === undefined ? '' : '.with_env(self.env)'), `self.assertEqual(len(${name}), 1)`], model];
    }
    case 'open': case 'call': {
      const user = step.customer !== undefined || step.user !== undefined ? actor(step, scope, criterion) : null;
      return [statement(webStep(step, scope, user, criterion)), 'base'];
    }
  }
}

/** Field by field, as a person fills in a form. */
function inForm(step: Step, base: string, scope: TestScope): string[] {
  const deeper = step.refused === true ? 1 : 0;
  const inner = stepScope(scope, step.user, null);
  const saved = step.as === undefined || step.refused === true ? null : variable(step.as);
  if (saved !== null && step.as !== undefined) scope.records.set(step.as, { code: saved, model: step.model ?? '' });
  return [
    ...statement(call(scope.imports.use('Form'), [base]), 'form = ', '', deeper),
    ...Object.entries(step.values ?? {}).flatMap(([name, value]) => statement(recordOrValue(value, inner), `form.${name} = `, '', deeper)),
    saved === null ? 'form.save()' : `${saved} = form.save()${step.user === undefined ? '' : '.with_env(self.env)'}`,
  ];
}

/** Fills in the wizard that opens for the selected records, and confirms it. */
function wizardLines(step: Step, scope: TestScope, criterion: string, deeper: number): string[] {
  const name = need(step.wizard, 'wizard', step, criterion);
  const wizard = scope.index.spec.wizards.find((one) => one.name === name);
  const ids = need(step.records, 'records', step, criterion).map((record) => `${recordOf({ ...step, record }, scope, criterion).code}.id`);
  const context = dict([['active_model', pythonString(wizard?.model ?? '')], ['active_ids', list(ids)]]);
  const values = valuesCode(step.values ?? {}, stepScope(scope, step.user, null), name);
  return [
    ...statement(context, 'context = ', '', deeper),
    ...statement(call(`self.env[${pythonString(name)}]${asUser(step, scope, criterion)}.with_context(**context).create`, [values]), 'wizard = ', '', deeper),
    ...(step.rows ?? []).flatMap((row, i) => statement(call(`wizard.line_ids[${i}].write`, [valuesCode(row, stepScope(scope, step.user, null), wizard === undefined ? null : wizardLineModel(wizard))]), '', '', deeper)),
    'wizard.action_run()',
  ];
}

/** What a mail, an activity, the chatter or a document says; found by a method of the test (behaviour-checks.ts). */
function behaviourCheck(step: Step, record: NamedRecord, scope: TestScope, deeper: number, criterion: string): readonly [string[], string] {
  const text = pythonString(step.text ?? '');
  if (step.do === 'printed') {
    const report = pythonString(scope.index.xmlId(step.report ?? ''));
    const seen = `${record.code}${asUser(step, scope, criterion)}`;
    return [statement(call('self.assertPrinted', [report, seen, text]), '', '', deeper), record.model];
  }
  const found = { mailed: 'self.mails_about', activity: 'self.activities_of', posted: 'self.messages_of' }[step.do as 'mailed' | 'activity' | 'posted'];
  const whom = step.to === undefined ? [] : [recordCode(step.to, stepScope(scope, step.user, null))];
  const check = call(found, [record.code, text, ...whom]);
  const code = step.equals === undefined ? call('self.assertTrue', [check]) : call('self.assertEqual', [call('len', [check]), String(step.equals)]);
  return [statement(code, '', '', deeper), record.model];
}

/** The record that a value names, as a record. */
function recordCode(value: Exclude<Step['to'], undefined>, scope: PythonScope): Code {
  const expression = expressionText(value);
  return expression === null ? valueCode(value, scope) : printPython(parseExpression(expression), scope).code;
}

/** The test goes on with the record as the superuser sees it, whoever made it. */
function createdBy(name: string, model: string, user: string, values: Code): string[] {
  const create = statement(call('.create', [values]), '', '', 1).map((line) => `    ${line}`);
  return [`${name} = (`, `    self.env[${pythonString(model)}]`, `    ${user}`, ...create, '    .with_env(self.env)', ')'];
}

function asUser(step: Step, scope: TestScope, criterion: string): string {
  return step.user === undefined && step.customer === undefined ? '' : `.with_user(${actor(step, scope, criterion)})`;
}

/** Who does the step: the portal user of a contact, the user of a group, or the superuser of tests. */
function actor(step: Step, scope: TestScope, criterion: string): string {
  if (step.customer === undefined) return userCode(step.user);
  const contact = namedRecord(scope, step.customer);
  if (contact === null) throw new BuilderError('user', 'record_unknown', `${criterion}: no earlier step makes the contact \`${step.customer}\`.`);
  return `self.customer(${contact.code})`;
}

function recordOf(step: Step, scope: TestScope, criterion: string): NamedRecord {
  const name = need(step.record, 'record', step, criterion);
  const record = namedRecord(scope, name);
  if (record === null) throw new BuilderError('user', 'record_unknown', `${criterion}: no earlier step makes the record \`${name}\`.`);
  return record;
}

function need<T>(value: T | undefined, key: string, step: Step, criterion: string): T {
  if (value === undefined) throw new BuilderError('user', 'step_incomplete', `${criterion}: a step \`${step.do}\` lacks \`${key}\`.`);
  return value;
}
