import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { testHost } from '../support/sandbox.js';
import { hostBench } from './host-bench.js';
import { TABLE } from './table/table.js';
import { tryCase } from './try-case.js';

jest.setTimeout(600_000);

/** One of each kind of finder; `npm run verify:verdicts` tries them all. */
const CHOSEN = [
  'everything at once: models, wizard, report, cron, mail, demo, migration',
  'a test that is red once and green the second time',
  'a module that leaves a table behind',
];

const python = createPythonChecker();
afterAll(() => python.close());

test('the verdicts on one module of each kind are right, each with its finder, file and line', async () => {
  const cases = CHOSEN.map((title) => TABLE.find((each) => each.title === title)!);
  expect(cases).not.toContain(undefined);
  const bench = hostBench(testHost(), python, new SandboxModuleTester(openMcpBrowser));
  const waiting = [...cases];
  const wrong: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { ok, failure, verdict, tried } = await tryCase(bench, next);
      if (!ok) wrong.push({ title: tried.title, expected: tried.expected, failure, checks: verdict.checks });
    }
  };
  await Promise.all([lane(), lane()]);
  expect(wrong).toEqual([]);
});
