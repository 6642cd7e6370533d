import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { writeCode } from '../../src/app/write-code.js';
import { writeSpec } from '../../src/app/write-spec.js';
import { decodeTree } from '../../src/codegen/tree.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { Digest, Session } from '../../src/domain/session.js';
import { startScriptedOpenAi, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
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

const MODEL_FILE = 'models/shelf_shelf.py';
const TEST_BODY = "shelf = self.env['shelf.shelf'].create({'name': 'Oak', 'places': 10})\nself.assertEqual(shelf.size, 'large')";
const COMPUTE_BODY = "for record in self:\n    record.size = 'large' if record.places >= 10 else 'small'";
const tests = (code = TEST_BODY): Reply => ({ json: { bodies: [{ id: 'acceptance/AC-2', code }] } });
const bodies = (code = COMPUTE_BODY): Reply => ({ json: { bodies: [{ id: 'shelf.shelf/compute/size', code }] } });
const edit = (search: string, replace: string, path = MODEL_FILE): Reply => ({ json: { explanation: 'Changed it.', edits: [{ path, search, replace }], files: [], impossible: null } });

async function approved(spec: ModuleSpec, tokens?: number): Promise<void> {
  await world.submit({ spec, tokens });
  await writeSpec(world.app, SESSION);
  await world.approveSpec();
}

async function files(digest: Digest | null | undefined): Promise<Map<string, string>> {
  return new Map(decodeTree(Buffer.from(await world.text(digest ?? null))).map(({ path, content }) => [path, String(content)]));
}

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

describe('a red verdict', () => {
  const failure = { criterion: 'AC-2', file: 'tests/test_acceptance.py', line: 3, message: "AssertionError: 'small' != 'large'", traceback: 'Traceback: line 3', sentence: 'The size is small.' };
  let written: Session | null;
  beforeEach(async () => {
    await approved(wordySpec());
    server.script([tests(), bodies(COMPUTE_BODY.replace('>= 10', '> 10'))]);
    written = await writeCode(world.app, SESSION);
    await world.tested([failure]);
    server.requests.length = 0;
  });

  test('is mended by an edit; the acceptance tests keep their digest', async () => {
    server.script([edit('record.places > 10', 'record.places >= 10')]);
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'testing', acceptanceTests: written?.acceptanceTests, report: null, repairRounds: 1 });
    expect((await files(session?.module)).get(MODEL_FILE)).toContain('record.places >= 10');
    expect(session?.module).not.toBe(written?.module);
  });

  test('is told with criterion, line, traceback and file', async () => {
    server.script([edit('record.places > 10', 'record.places >= 10')]);
    await writeCode(world.app, SESSION);
    const told = server.requests[0]?.messages.at(-1)?.content ?? '';
    for (const part of ['criterion AC-2: given a shelf', "AssertionError: 'small' != 'large'", 'Traceback: line 3', '>   3 ', 'record.places > 10']) expect(told).toContain(part);
  });

  test('does not let the coder change the tests: such edits are refused, counted and told', async () => {
    const cheat = { json: { explanation: 'Relaxed the test.', edits: [{ path: 'tests/test_acceptance.py', search: "'large'", replace: "'small'" }], files: [{ path: './tests/test_acceptance.py', content: 'pass' }], impossible: null } };
    server.script([cheat, cheat]);
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'code_review', module: written?.module, acceptanceTests: written?.acceptanceTests, note: { code: 'repair_stuck', message: expect.stringContaining('4 edits to the acceptance tests were refused') } });
    expect(server.requests[1]?.messages.at(-1)?.content).toContain('tests/test_acceptance.py is one of the acceptance tests');
  });

  test('takes the good edits beside refused ones, and writes the number down', async () => {
    const both: Reply = { json: { explanation: 'Both.', edits: [{ path: 'tests/test_acceptance.py', search: 'x', replace: 'y' }, { path: MODEL_FILE, search: 'record.places > 10', replace: 'record.places >= 10' }], files: [], impossible: null } };
    server.script([both, edit('record.places > 10', 'record.places >= 10')]);
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'testing' });
    const log = (await world.artifacts.list(SESSION)).find((info) => info.name === `repair-to-${session?.module}.json`);
    expect(await world.json(log?.digest ?? null)).toMatchObject({ from: written?.module, refusedTestEdits: 1 });
  });

  test('has an edit told that fits nowhere, and takes the whole file instead', async () => {
    const whole = (await files(written?.module)).get(MODEL_FILE)?.replace('> 10', '>= 10') ?? '';
    server.script([edit('no such line', 'x'), { json: { explanation: 'Wrote it anew.', edits: [], files: [{ path: MODEL_FILE, content: whole }], impossible: null } }]);
    const session = await writeCode(world.app, SESSION);
    expect(server.requests[1]?.messages.at(-1)?.content).toContain('occurs 0 times');
    expect((await files(session?.module)).get(MODEL_FILE)).toBe(whole);
  });

  test.each(['../../etc/passwd', '/etc/passwd', 'models/../../x.py', '.git/config'])('writes nothing to %s', async (path) => {
    const outside: Reply = { json: { explanation: '', edits: [], files: [{ path, content: 'x' }], impossible: null } };
    server.script([outside, outside]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', module: written?.module, note: { code: 'repair_stuck' } });
    expect(server.requests[1]?.messages.at(-1)?.content).toContain('is not a path inside the module');
  });

  test('has edits tried once more that the gates refuse', async () => {
    server.script([edit('record.places > 10', 'record.places >= (10'), edit('record.places > 10', 'record.places >= 10')]);
    const session = await writeCode(world.app, SESSION);
    expect(server.requests[1]?.messages.at(-1)?.content).toContain(`After the edits, ${MODEL_FILE}`);
    expect((await files(session?.module)).get(MODEL_FILE)).toContain('record.places >= 10 else');
  });

  test('does not lead in a circle: what was tried is told, and an earlier module is not tested again', async () => {
    server.script([edit('record.places > 10', 'record.places > 11')]);
    await writeCode(world.app, SESSION);
    await world.tested([failure]);
    server.script([edit('record.places > 11', 'record.places > 10')]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', note: { code: 'repair_stuck' } });
    expect(server.requests.at(-1)?.messages.at(-1)?.content).toContain('1. Changed it.');
  });

  test('asks a person when only another specification would help', async () => {
    server.script([{ json: { explanation: '', edits: [], files: [], impossible: 'AC-1 and AC-2 contradict each other.' } }]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', note: { code: 'repair_impossible', message: expect.stringContaining('contradict') } });
  });
});

describe('a module of which nothing is known to be wrong', () => {
  const nothing = { inputTokens: 0, outputTokens: 0, llmCalls: 0 };
  const dockerAway = () => world.store.apply(SESSION, { type: 'stage_failed', note: { code: 'docker_unreachable', message: 'Away.' }, retryable: false, usage: nothing });

  test('goes to its tests as it is when a person says “try again”, with no language model and for nothing', async () => {
    world = new LanguageApp(null, python);
    await approved(shelfSpec());
    const written = await writeCode(world.app, SESSION);
    await dockerAway();
    await world.store.apply(SESSION, { type: 'review_code', decision: 'modify', feedback: null });
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', module: written?.module, acceptanceTests: written?.acceptanceTests, usage: nothing });
  });

  test('does so after a green verdict too, whose live Odoo did not come up', async () => {
    await approved(shelfSpec());
    const written = await writeCode(world.app, SESSION);
    await world.tested([]);
    await dockerAway();
    await world.store.apply(SESSION, { type: 'review_code', decision: 'modify', feedback: null });
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', module: written?.module });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a person’s remarks in UAT', () => {
  const reject = async (): Promise<void> => {
    await approved(shelfSpec());
    await writeCode(world.app, SESSION);
    await world.tested([]);
    await world.rejectUat('Nearly.', [{ criterion: 'AC-1', text: 'The name should be called Title.' }]);
  };

  test('change the module, not its tests', async () => {
    await reject();
    const before = await world.store.find(SESSION);
    server.script([edit('"Name"', '"Title"')]);
    const label = (await files(before?.module)).get(MODEL_FILE) ?? '';
    if (!label.includes('"Name"')) server.script([edit('name = fields.Char(', 'name = fields.Char(help="Title", ')]);
    const session = await writeCode(world.app, SESSION);
    expect(session).toMatchObject({ state: 'testing', feedback: null, acceptanceTests: before?.acceptanceTests });
    expect((await files(session?.module)).get(MODEL_FILE)).toContain('Title');
    expect(server.requests[0]?.messages.at(-1)?.content).toContain('AC-1: The name should be called Title.');
  });

  test('are not lost when the language model is away: “try again” works them in', async () => {
    await reject();
    server.script([{ refusal: 'Not today.' }]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', note: { code: 'llm_refused' } });
    await world.store.apply(SESSION, { type: 'review_code', decision: 'modify', feedback: null });
    server.script([edit('"Name"', '"Title"'), edit('name = fields.Char(', 'name = fields.Char(help="Title", ')]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing', feedback: null });
    expect(server.requests[1]?.messages.at(-1)?.content).toContain('AC-1: The name should be called Title.');
  });

  test('go back to a person when there is no language model', async () => {
    world = new LanguageApp(null, python);
    await reject();
    const before = await world.store.find(SESSION);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', module: before?.module, note: { code: 'llm_not_configured' } });
  });
});
