import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { bodySlots, testSlots } from '../../src/codegen/slots.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { judgeModule } from '../../src/app/judge-module.js';
import { accessMatrix } from '../../src/domain/access-matrix.js';
import { CHECK_NAMES } from '../../src/domain/check.js';
import { inSandbox } from '../support/sandbox.js';
import { BLOCKS, specWith, wholeSpec, type Data } from '../support/spec-page.js';

/** The page's example with all that its blocks add, but for other states and what only words say. */
function everything(): Data {
  const all = BLOCKS.filter(({ place, text }) => place !== 'spec' && !/^states:/m.test(text)).reduce((whole, block) => specWith(block, whole), wholeSpec());
  const inWords = (item: Data): boolean => item['words'] !== undefined || (item['compute'] as Data | undefined)?.['words'] !== undefined || ('given' in item && item['scenario'] === undefined);
  const said = (value: unknown): unknown => (Array.isArray(value) ? value.filter((item) => !inWords(item as Data)) : value);
  const models = (all['models'] as Data[]).map((model) => Object.fromEntries(Object.entries(model).map(([key, value]) => [key, said(value)])));
  return { ...all, models, acceptance: said(all['acceptance']) };
}

test('the example of docs/module-spec.md, with all that its blocks add, is green in a real Odoo', async () => {
  const spec = parseModuleSpec(everything());
  expect([...bodySlots(spec), ...testSlots(spec)]).toEqual([]);
  const files = [...generateModule(spec, new Map()), ...generateAcceptanceTests(spec, new Map())];
  const checker = createPythonChecker();
  const checks = new Set(CHECK_NAMES);
  const run = () => inSandbox((sandbox) => new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: spec.name, files, checks, access: accessMatrix(spec), timeoutMs: 240_000 }));
  const { green, failures, criteria, run: seen } = await judgeModule(checker, { name: spec.name, files, criteria: spec.acceptance, checks }, run);
  await checker.close();
  expect(failures).toEqual([]);
  expect([green, criteria.map(({ id, status }) => `${id} ${status}`)]).toEqual([true, ['AC-1 green', 'AC-2 green']]);
  expect(seen?.screenshots.length).toBeGreaterThan(3);
}, 600_000);
