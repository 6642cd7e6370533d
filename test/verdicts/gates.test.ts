import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { runGates } from '../../src/codegen/gates/run-gates.js';
import type { VerdictCase } from './case.js';
import { TABLE } from './table/table.js';

const checker = createPythonChecker();
beforeAll(() => checker.inspect([]));
afterAll(() => checker.close());

const gates = async ({ module, files }: VerdictCase) => runGates({ name: module, files, facts: await checker.inspect(files) });
const titled = (cases: readonly VerdictCase[]) => cases.map((each) => [each.title, each] as const);

test.each(titled(TABLE.filter(({ expected }) => expected?.kind === 'gate')))('a gate refuses: %s', async (_title, tried) => {
  const [first] = await gates(tried);
  const { says, ...place } = tried.expected!;
  expect(first).toMatchObject(place);
  expect(`${first!.message}\n${first!.sentence}`).toMatch(says);
});

test.each(titled(TABLE.filter(({ expected }) => expected?.kind !== 'gate')))('no gate refuses: %s', async (_title, tried) => {
  expect(await gates(tried)).toEqual([]);
});

test('the gates cost less than a second a module', async () => {
  const modules = TABLE.map(gates);
  const began = performance.now();
  await Promise.all(modules);
  expect((performance.now() - began) / TABLE.length).toBeLessThan(1000);
});
