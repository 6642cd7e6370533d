import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { TEST_DATABASE } from '../../src/adapters/odoo/database.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { judgeModule } from '../../src/app/judge-module.js';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { accessMatrix } from '../../src/domain/access-matrix.js';
import { appsOf } from '../../src/domain/base-modules.js';
import { CHECK_NAMES } from '../../src/domain/check.js';
import { EXAMPLES } from '../support/examples.js';
import { keepPictures } from '../support/pictures.js';
import { inSandbox } from '../support/sandbox.js';
import { storedSpec } from '../support/stored-spec.js';
import { printedWords, wordsOfOdoo } from '../support/words.js';

const python = createPythonChecker();
afterAll(() => python.close());
const checks = new Set(CHECK_NAMES);

/** Every example in a sandbox of its own, as a session has it: tests, checks and pages. Odoo's apps are prepared once a host. */
test.each(EXAMPLES)('the module of %s is green in a real Odoo, every criterion by its test, and its words for translators are those that Odoo finds', async (path) => {
  const { spec, bodies } = storedSpec(path);
  const files = [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)];
  let words: readonly string[] = [];
  const run = () => inSandbox(async (sandbox) => {
    const seen = await new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: spec.name, files, checks, access: accessMatrix(spec), timeoutMs: 240_000 });
    words = await wordsOfOdoo(sandbox, TEST_DATABASE, spec, files);
    return seen;
  }, appsOf(spec.depends));
  const { green, failures, warnings, criteria, run: seen } = await judgeModule(python, { name: spec.name, files, criteria: spec.acceptance, checks }, run);
  keepPictures(spec.name, seen?.screenshots ?? []);
  expect(failures).toEqual([]);
  expect(warnings).toEqual([]);
  expect(criteria.map(({ id, status }) => `${id} ${status}`)).toEqual(spec.acceptance.map(({ id }) => `${id} green`));
  expect(green).toBe(true);
  expect(printedWords(spec, bodies)).toEqual(words);
}, 900_000);
