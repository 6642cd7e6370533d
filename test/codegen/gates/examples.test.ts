import { createPythonChecker } from '../../../src/adapters/python/checker.js';
import { generateAcceptanceTests } from '../../../src/codegen/acceptance.js';
import { declaredTests } from '../../../src/codegen/gates/declared-tests.js';
import { runGates } from '../../../src/codegen/gates/run-gates.js';
import { generateModule } from '../../../src/codegen/generate.js';
import { EXAMPLES } from '../../support/examples.js';
import { storedSpec } from '../../support/stored-spec.js';

const checker = createPythonChecker();
afterAll(() => checker.close());

test.each([...EXAMPLES, 'test/codegen/fixtures/every-field'])('the module printed from %s passes every gate, with one test for each criterion', async (path) => {
  const { spec, bodies } = storedSpec(path);
  const files = [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)];
  const facts = await checker.inspect(files);
  expect(runGates({ name: spec.name, files, facts })).toEqual([]);
  expect(declaredTests(facts).filter(({ method }) => method.startsWith('test_ac_'))).toHaveLength(spec.acceptance.length);
});
