import type { ModuleFile } from '../domain/module-file.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { printTest } from './acceptance/test-method.js';
import { behaviourChecks } from './acceptance/behaviour-checks.js';
import { REFUSED_CHECK } from './acceptance/refused-check.js';
import { ANSWER, BEARER, CUSTOMER } from './acceptance/web-checks.js';
import { constraintsTest } from './acceptance/constraints-test.js';
import { openingsTest } from './acceptance/openings-test.js';
import { rightsTest } from './acceptance/rights-test.js';
import { userAttribute, usersOf } from './acceptance/users.js';
import { method } from './models/method.js';
import { Imports } from './python/imports.js';
import { call, layout } from './python/layout.js';
import { pythonString } from './text/python-string.js';
import { SpecIndex } from './spec/spec-index.js';

/**
 * The acceptance tests of a spec, one method a criterion, named so that a failure leads back to it; and one of the rights
 * of its groups, one of what its buttons open, and one of where its constraints turn, as far as it has any.
 * @param bodies code by slot id, one for each of `testSlots(spec)`.
 */
export function generateAcceptanceTests(spec: ModuleSpec, bodies: ReadonlyMap<string, string>): readonly ModuleFile[] {
  const index = new SpecIndex(spec);
  const imports = new Imports();
  const tests = spec.acceptance.map((criterion) => printTest(criterion, index, imports, bodies));
  const refuses = spec.acceptance.some((criterion) => criterion.scenario?.some((step) => step.refused === true && step.do !== 'open' && step.do !== 'call') === true) || [...bodies.values()].some((body) => body.includes('assertRefused'));
  if (refuses) for (const name of ['contextmanager', 'IntegrityError', 'UserError', 'mute_logger'] as const) imports.use(name);
  const steps = spec.acceptance.flatMap((criterion) => criterion.scenario ?? []);
  const asks = steps.some((step) => step.do === 'open' || step.do === 'call');
  const bearer = steps.some((step) => step.do === 'call' && step.user !== undefined && spec.endpoints.some(({ id, auth }) => id === step.endpoint && auth === 'bearer'));
  if (asks) for (const name of ['dumps', 'Markup', 'mute_logger'] as const) imports.use(name);
  if (bearer) for (const name of ['fields', 'relativedelta'] as const) imports.use(name);
  const customers = steps.some((step) => step.customer !== undefined);
  if (customers) imports.use('new_test_user');
  const base = imports.use(asks ? 'HttpCase' : 'TransactionCase');
  const others = [rightsTest(index, imports), openingsTest(index)].filter((each) => each !== null);
  const constraints = constraintsTest(index, imports);
  const blocks = [...setUp(spec, index, imports), ...(refuses ? [REFUSED_CHECK] : []), ...behaviourChecks(spec, imports), ...(customers ? [CUSTOMER] : []), ...(asks ? [ANSWER] : []), ...(bearer ? [BEARER] : []), ...tests, ...others, ...constraints];
  const content = `${imports.use('tagged') && imports.print()}\n\n\n@tagged("post_install", "-at_install")\nclass TestAcceptance(${base}):\n${blocks.join('\n\n')}\n`;
  return [
    { path: 'tests/__init__.py', content: 'from . import test_acceptance\n' },
    { path: 'tests/test_acceptance.py', content },
  ];
}

/** One user a group that a step names, with that group and no other right. */
function setUp(spec: ModuleSpec, index: SpecIndex, imports: Imports): string[] {
  const users = usersOf(spec);
  if (users.length === 0) return [];
  const lines = users.flatMap((group) => layout(call(imports.use('new_test_user'), ['cls.env'], {
    login: pythonString(userAttribute(group)),
    context: '{"no_reset_password": True}',
    groups: pythonString([...new Set(['base.group_user', index.xmlId(group)])].join(',')),
  }), 2, `cls.${userAttribute(group)} = `).split('\n').map((line, i) => (i === 0 ? line : line.slice(8))));
  return [method('setUpClass(cls)', ['super().setUpClass()', ...lines], ['@classmethod'])];
}

export { testSlots } from './slots.js';
