import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { writeCode } from '../../src/app/write-code.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { Digest } from '../../src/domain/session.js';
import { startScriptedOpenAi, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { approvedIn, bodies, filesIn, MODEL_FILE, tests } from '../support/scripted-coder.js';
import { shelfSpec, wordySpec } from '../support/shelf-spec.js';

let server: ScriptedOpenAi;
let world: LanguageApp;
beforeAll(async () => { server = await startScriptedOpenAi(); });
afterAll(async () => {
  await server.close();
  await python.close();
});
const python = createPythonChecker();
beforeEach(() => {
  server.requests.length = 0;
  world = new LanguageApp(server.baseUrl, python);
});

const approved = (spec: ModuleSpec, tokens?: number): Promise<void> => approvedIn(world, spec, tokens);
const files = (digest: Digest | null | undefined): Promise<Map<string, string>> => filesIn(world, digest);

describe('a spec that expressions and scenarios say wholly', () => {
  test('becomes a module and its frozen tests without a language model', async () => {
    world = new LanguageApp(null, python);
    await approved(shelfSpec());
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'testing', usage: { llmCalls: 0 } });
    expect([...(await files(session?.module)).keys()]).toEqual(expect.arrayContaining(['__manifest__.py', MODEL_FILE, 'security/ir.model.access.csv']));
    expect([...(await files(session?.acceptanceTests)).keys()]).toEqual(['tests/__init__.py', 'tests/test_acceptance.py']);
  });

  test('gives the same digests again', async () => {
    await approved(shelfSpec());
    const first = await writeCode(world.app, SESSION);
    world = new LanguageApp(null, python);
    await approved(shelfSpec());
    const second = await writeCode(world.app, SESSION);
    expect([second?.module, second?.acceptanceTests]).toEqual([first?.module, first?.acceptanceTests]);
  });
});

describe('a spec with words', () => {
  test('without a language model names each place and both ways out', async () => {
    world = new LanguageApp(null, python);
    await approved(wordySpec());
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'code_review', module: null, note: { code: 'llm_not_configured' } });
    expect(session?.note?.message).toMatch(/shelf\.shelf\/compute\/size.*expression, or configure a language model/);
    expect(session?.note?.message).toMatch(/acceptance\/AC-2.*steps, or configure a language model/);
  });

  test('gets its bodies in one call and its tests in another that has not seen the code', async () => {
    await approved(wordySpec());
    server.script([tests(), bodies()]);
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'testing', usage: { inputTokens: 200, outputTokens: 40, llmCalls: 2 } });
    expect((await files(session?.module)).get(MODEL_FILE)).toContain("record.size = 'large'");
    expect((await files(session?.acceptanceTests)).get('tests/test_acceptance.py')).toContain("self.assertEqual(shelf.size, 'large')");
    expect(JSON.stringify(server.requests[0])).not.toContain('record.size');
  });

  test.each<[string, string, string]>([
    ['does not compile', 'for record in self\n    pass', 'Python does not understand it'],
    ['leaves its method', 'record.size = 1\n\ndef x(self):\n    pass\n\nopen("/etc/passwd")', 'call of open'],
    ['runs text as code', 'for record in self:\n    record.size = eval("1")', 'call of eval'],
    ['reaches the interpreter', 'for record in self:\n    record.size = ().__class__.__subclasses__', '__subclasses__'],
    ['imports what it must not', 'import os\nfor record in self:\n    record.size = os.name', 'import of os'],
    ['is empty', '  ', 'its code is missing'],
  ])('has a body told and mended that %s', async (_, code, problem) => {
    await approved(wordySpec());
    server.script([tests(), bodies(code), bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { llmCalls: 3 } });
    expect(server.requests[2]?.messages.at(-1)?.content).toContain(problem);
  });

  test('has a test refused that could not fail', async () => {
    await approved(wordySpec());
    server.script([tests("self.env['shelf.shelf'].create({'name': 'Oak'})"), tests(), bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing' });
    expect(server.requests[1]?.messages.at(-1)?.content).toContain('could not fail');
  });

  test('that the model cannot write after two tries asks a person', async () => {
    await approved(wordySpec());
    server.script([tests(), bodies('eval("1")'), bodies('eval("2")')]);
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'code_review', module: null, note: { code: 'code_not_written' }, usage: { llmCalls: 3 } });
    expect(session?.note?.message).toContain('shelf.shelf/compute/size');
  });

  test('that the model could not write is asked for anew when a person says “try again”, and each answer is counted once', async () => {
    await approved(wordySpec());
    server.script([tests(), bodies('eval("1")'), bodies('eval("2")')]);
    await writeCode(world.app, SESSION);
    await world.store.apply(SESSION, { type: 'review_code', decision: 'modify', feedback: null });
    server.script([tests(), bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { llmCalls: 5 } });
    expect(server.requests).toHaveLength(5);
  });

  test('does not pay or count the tests again that it has from before an outage', async () => {
    await approved(wordySpec());
    server.script([tests(), { status: 500 }, { status: 500 }, { status: 500 }]);
    for (let run = 0; run < 3; run++) await writeCode(world.app, SESSION);
    expect(await world.store.find(SESSION)).toMatchObject({ state: 'code_review', usage: { llmCalls: 0 } });
    await world.store.apply(SESSION, { type: 'review_code', decision: 'modify', feedback: null });
    server.script([bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { llmCalls: 2 } });
  });

  test.each<[string, Reply, string]>([
    ['401', { status: 401 }, 'llm_unauthorised'],
    ['429', { status: 429 }, 'llm_rate_limited'],
    ['500', { status: 500 }, 'llm_unreachable'],
    ['a timeout', { hang: 'before headers' }, 'llm_timeout'],
    ['a reset connection', { reset: true }, 'llm_unreachable'],
  ])('stays in coding over %s, and does not pay again for the tests that it has', async (_, fault, code) => {
    if ('hang' in fault) world = new LanguageApp(server.baseUrl, python, 3_000);
    await approved(wordySpec());
    server.script([tests(), fault]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'coding', attempts: 1, note: { code } });
    server.script([bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { inputTokens: 200, outputTokens: 40, llmCalls: 2 } });
    expect(server.requests).toHaveLength(3);
  });

  test('asks a person when the model refuses', async () => {
    await approved(wordySpec());
    server.script([{ refusal: 'No.' }]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', note: { code: 'llm_refused' } });
  });

  test.each<[string, Reply]>([['an answer cut short', { truncated: '{' }], ['no JSON', { text: 'Sure!' }], ['nothing', { text: '' }]])('asks once more over %s', async (_, fault) => {
    await approved(wordySpec());
    server.script([tests(), fault, bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { llmCalls: 3 } });
  });

  test('has JSON of another shape told and mended', async () => {
    await approved(wordySpec());
    server.script([tests(), { text: '{"code": "pass"}' }, bodies()]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { llmCalls: 3 } });
  });

  test('stops at the token budget and asks', async () => {
    await approved(wordySpec(), 500);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', note: { code: 'budget_spent' } });
    expect(server.requests).toHaveLength(0);
  });

  test('is not paid twice after a crash between answer and commit', async () => {
    await approved(wordySpec());
    server.script([tests(), bodies()]);
    const put = world.artifacts.put.bind(world.artifacts);
    const calls = jest.spyOn(world.artifacts, 'put').mockImplementationOnce(() => new Promise<string>(() => undefined));
    void writeCode(world.app, SESSION);
    while (calls.mock.calls.length === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    calls.mockImplementation(put);
    world.store.expireLease(SESSION);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', usage: { llmCalls: 2 } });
    expect(server.requests).toHaveLength(2);
  });
});
