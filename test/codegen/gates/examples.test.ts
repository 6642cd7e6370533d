import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPythonChecker } from '../../../src/adapters/python/checker.js';
import { generateAcceptanceTests } from '../../../src/codegen/acceptance.js';
import { declaredTests } from '../../../src/codegen/gates/declared-tests.js';
import { runGates } from '../../../src/codegen/gates/run-gates.js';
import { generateModule } from '../../../src/codegen/generate.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';

const checker = createPythonChecker();
afterAll(() => checker.close());
const root = join(__dirname, '../../..');

test.each(['examples/library', 'test/codegen/fixtures/every-field'])('the module printed from %s passes every gate, with one test for each criterion', async (path) => {
  const spec = parseModuleSpec(readFileSync(join(root, `${path}.yaml`), 'utf8'));
  const stored = join(root, `${path}.bodies.json`);
  const bodies = new Map(Object.entries(existsSync(stored) ? (JSON.parse(readFileSync(stored, 'utf8')) as Record<string, string>) : {}));
  const files = [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)];
  const facts = await checker.inspect(files);
  expect(runGates({ name: spec.name, files, facts })).toEqual([]);
  expect(declaredTests(facts)).toHaveLength(spec.acceptance.length);
});
