import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { learnCure } from '../../src/app/learn-cure.js';
import { writeCode } from '../../src/app/write-code.js';
import { fingerprint } from '../../src/domain/fingerprint.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { Digest, Session } from '../../src/domain/session.js';
import { startScriptedOpenAi, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { approvedIn, bodies, COMPUTE_BODY, edit, filesIn, MODEL_FILE, tests } from '../support/scripted-coder.js';
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

  test('that is stuck is asked of the second model; edits that are undone are too', async () => {
    world = new LanguageApp(server.baseUrl, python, 30_000, true);
    await approved(wordySpec());
    server.script([tests(), bodies(COMPUTE_BODY.replace('>= 10', '> 10'))]);
    await writeCode(world.app, SESSION);
    expect(server.requests.map(({ model }) => model)).toEqual(['scripted-strong', 'scripted']);
    await world.tested([failure], { installs: true, green: 0, warnings: 0, failures: 'same' });
    server.requests.length = 0;
    server.script([edit('record.places > 10', 'record.places > 11')]);
    await writeCode(world.app, SESSION);
    await world.tested([failure], { installs: true, green: 0, warnings: 0, failures: 'same' });
    server.script([edit('record.places > 11', 'record.places > 12')]);
    await writeCode(world.app, SESSION);
    expect(server.requests.map(({ model }) => model)).toEqual(['scripted', 'scripted-strong']);
  });

  test('of which the first model only undoes its edits is asked of the second at once', async () => {
    world = new LanguageApp(server.baseUrl, python, 30_000, true);
    await approved(wordySpec());
    server.script([tests(), bodies(COMPUTE_BODY.replace('>= 10', '> 10'))]);
    await writeCode(world.app, SESSION);
    await world.tested([failure]);
    server.requests.length = 0;
    const nothing: Reply = { json: { explanation: 'It is right.', edits: [], files: [], impossible: null } };
    server.script([nothing, edit('record.places > 10', 'record.places >= 10')]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'testing' });
    expect(server.requests.map(({ model }) => model)).toEqual(['scripted', 'scripted-strong']);
  });

  test('with an error that was cured before is shown the patch, between marks', async () => {
    const error = { kind: 'log' as const, by: 'clean-log', criterion: null, file: MODEL_FILE, line: 3, message: "KeyError: 'places'", traceback: null, screenshot: null, sentence: '' };
    await world.cures.remember('19.0', [fingerprint(error, 'another')], 'models/*.py\n-old\n+new');
    await world.cures.remember('18.0', [fingerprint(error, 'another')], 'models/*.py\n+of another Odoo');
    await world.store.apply(SESSION, { type: 'module_written', module: written?.module ?? '', acceptanceTests: written?.acceptanceTests ?? '', usage: { inputTokens: 0, outputTokens: 0, llmCalls: 0 } });
    await world.tested([error]);
    server.script([edit('record.places > 10', 'record.places >= 10')]);
    const session = await writeCode(world.app, SESSION);
    const told = server.requests[0]?.messages.at(-1)?.content ?? '';
    expect(told).toMatch(/<<<BEGIN CURES \w+>>>\nmodels\/\*\.py\n-old\n\+new\n<<<END/);
    expect(told).not.toContain('of another Odoo');
    const log = (await world.artifacts.list(SESSION)).find((info) => info.name === `repair-to-${session?.module}.json`);
    const patch = expect.stringContaining('record.places >= 10') as string;
    expect(await world.json(log?.digest ?? null)).toMatchObject({ fingerprints: [fingerprint(error, 'shelf_test')], patch });

    // Its verdict teaches: an error that is gone has been cured, one that is still there has not.
    await learnCure(world.app, session!, { module: 'shelf_test', state: 'installed', failures: [error] });
    await learnCure(world.app, session!, { module: 'shelf_test', state: 'uninstalled', failures: [] });
    expect(world.cures.cures).toHaveLength(2);
    await learnCure(world.app, session!, { module: 'shelf_test', state: 'installed', failures: [] });
    expect(world.cures.cures.slice(2)).toEqual([{ odooVersion: '19.0', fingerprint: fingerprint(error, 'shelf_test'), patch, times: 1 }]);
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
