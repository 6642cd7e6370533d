import { createPythonChecker } from '../../../src/adapters/python/checker.js';
import { junitXml } from '../../../src/codegen/report/junit.js';
import type { Verdict } from '../../../src/domain/verdict.js';
import { sampleVerdict } from '../../support/verdict.js';

const checker = createPythonChecker();
afterAll(() => checker.close());

/** The elements as expat reads them. */
async function read(verdict: Verdict) {
  const { xml: [facts] } = await checker.inspect([{ path: 'junit.xml', content: junitXml(verdict) }]);
  expect(facts!.error).toBeNull();
  return facts!.elements;
}

test('criteria, checks and what concerns the whole module are suites whose counts add up', async () => {
  const elements = await read(sampleVerdict());
  expect(elements[0]).toMatchObject({ tag: 'testsuites', attributes: { tests: '6', failures: '3', skipped: '1' } });
  const suites = elements.filter(({ tag }) => tag === 'testsuite').map(({ attributes: { name, tests, failures, skipped } }) => [name, tests, failures, skipped]);
  expect(suites).toEqual([['module', '1', '1', '0'], ['criteria', '3', '1', '1'], ['reports', '2', '1', '0']]);
  expect(elements.filter(({ tag }) => tag === 'testcase')).toHaveLength(6);
});

test('any text stays text, also what XML cannot hold', async () => {
  const failure = (await read(sampleVerdict())).filter(({ tag }) => tag === 'failure')[1]!;
  expect(failure.attributes).toMatchObject({ type: 'test', message: 'Progress does not hold: <b>"0" & 2</b>.' });
  expect(failure.text).toContain('Traceback\uFFFD\uFFFD[0m');
});

test('a green verdict has no failure', async () => {
  const elements = await read(sampleVerdict({ failures: [], criteria: [{ id: 'AC-1', title: 'x', status: 'green', tests: [] }], checks: [] }));
  expect(elements.map(({ tag }) => tag)).toEqual(['testsuites', 'testsuite', 'testcase', 'testsuite', 'testcase']);
});

test('a flaky criterion is a failure of its own type', async () => {
  const [flaky] = sampleVerdict().failures;
  const elements = await read(sampleVerdict({ criteria: [{ id: 'AC-2', title: 'x', status: 'flaky', tests: [] }], failures: [{ ...flaky!, kind: 'flaky' }], checks: [] }));
  expect(elements.find(({ tag }) => tag === 'failure')?.attributes['type']).toBe('flaky');
});
