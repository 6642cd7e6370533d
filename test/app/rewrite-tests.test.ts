import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { LanguageAccount } from '../../src/app/language-account.js';
import { rewriteTests, type Rewritten } from '../../src/app/rewrite-tests.js';
import { writeCode } from '../../src/app/write-code.js';
import { startScriptedOpenAi, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { approvedIn, bodies, filesIn, tests } from '../support/scripted-coder.js';
import { shelfSpec, wordySpec } from '../support/shelf-spec.js';

let server: ScriptedOpenAi;
let world: LanguageApp;
const python = createPythonChecker();
beforeAll(async () => { server = await startScriptedOpenAi(); });
afterAll(async () => {
  await server.close();
  await python.close();
});
beforeEach(async () => {
  server.requests.length = 0;
  world = new LanguageApp(server.baseUrl, python);
  await approvedIn(world, wordySpec());
  server.script([tests(), bodies()]);
  await writeCode(world.app, SESSION);
});

const NEW = "shelf = self.env['shelf.shelf'].create({'name': 'Oak', 'places': 9})\nself.assertEqual(shelf.size, 'small')";
let account: LanguageAccount;

async function rewrite(vacuous: readonly string[]): Promise<Rewritten | null> {
  const session = await world.store.find(SESSION);
  if (session === null) throw new Error('no session');
  account = new LanguageAccount(world.app, session, new AbortController().signal);
  return rewriteTests(world.app, session, wordySpec(), vacuous, account);
}

test('a test that noticed nothing is written anew from the specification and the test, never from the module; the others stay', async () => {
  server.script([tests(NEW)]);
  const rewritten = await rewrite(['AC-1', 'AC-2']);
  expect(rewritten?.criteria).toEqual(['AC-2']);
  const code = String(rewritten?.tests.find(({ path }) => path === 'tests/test_acceptance.py')?.content);
  const before = (await filesIn(world, (await world.store.find(SESSION))?.acceptanceTests)).get('tests/test_acceptance.py') ?? '';
  expect(code).toContain("self.assertEqual(shelf.size, 'small')");
  expect(code).not.toContain("'large')");
  expect(code.slice(0, code.indexOf('def test_ac_2'))).toBe(before.slice(0, before.indexOf('def test_ac_2')));
  const asked = JSON.stringify(server.requests.at(-1)?.messages);
  expect(asked).toContain("self.assertEqual(shelf.size, 'large')");
  expect(asked).not.toContain('record.places >= 10');
  expect(account.usage).toMatchObject({ llmCalls: 1 });
});

test('it is asked for once, whatever came of it', async () => {
  server.script([tests(NEW)]);
  await rewrite(['AC-2']);
  expect(await rewrite(['AC-2'])).toBeNull();
  expect(server.requests).toHaveLength(3);
});

test('what a person said as a scenario is not written anew, and neither is a test that noticed something', async () => {
  expect(await rewrite(['AC-1'])).toBeNull();
  expect(await rewrite([])).toBeNull();
  expect(server.requests).toHaveLength(2);
});

test('an answer that is no test leaves the tests as they are', async () => {
  server.script([tests('pass'), tests('pass')]);
  expect(await rewrite(['AC-2'])).toBeNull();
  expect(account.usage).toMatchObject({ llmCalls: 2 });
});

test('without a language model, or without tests that one wrote, nobody is asked', async () => {
  world = new LanguageApp(null, python);
  await approvedIn(world, shelfSpec());
  await writeCode(world.app, SESSION);
  expect(await rewrite(['AC-2'])).toBeNull();
});
