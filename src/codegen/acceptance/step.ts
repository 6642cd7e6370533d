import { BuilderError } from '../../domain/errors.js';
import { parseExpression } from '../../domain/expression/parse.js';
import type { Step } from '../../domain/module-spec/acceptance.js';
import { domainTerms } from '../expression/domain.js';
import type { NamedRecord } from '../expression/python-scope.js';
import { recordOrValue, valuesCode } from '../expression/value.js';
import { call, layout, list, type Code } from '../python/layout.js';
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
      const values = valuesCode(step.values ?? {}, stepScope(scope, step.user, null));
      if (step.as === undefined || step.refused === true) return [statement(call(`${base}.create`, [values]), '', '', deeper), model];
      const name = variable(step.as);
      const lines = step.user === undefined && step.customer === undefined ? statement(call(`${base}.create`, [values]), `${name} = `) : createdBy(name, model, asUser(step, scope, criterion), values);
      scope.records.set(step.as, { code: name, model });
      return [lines, model];
    }
    case 'write': {
      const record = recordOf(step, scope, criterion);
      const values = valuesCode(step.values ?? {}, stepScope(scope, step.user, record));
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
