import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { MAX_ANSWER_BYTES } from '../../src/adapters/openai/bounded-fetch.js';
import { LanguageAccount } from '../../src/app/language-account.js';
import { rewriteTests } from '../../src/app/rewrite-tests.js';
import { writeCode } from '../../src/app/write-code.js';
import { writeSpec } from '../../src/app/write-spec.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { isWorking, MAX_STAGE_ATTEMPTS, type Session } from '../../src/domain/session.js';
import { startScriptedOpenAi, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { expectSentence } from '../support/for-a-person.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { approvedIn, bodies, COMPUTE_BODY, edit, filesIn, tests } from '../support/scripted-coder.js';
import { shelfSpec, strictSpec, wordySpec } from '../support/shelf-spec.js';

jest.setTimeout(60_000);

let server: ScriptedOpenAi;
const python = createPythonChecker();
beforeAll(async () => { server = await startScriptedOpenAi(); });
afterAll(async () => {
  await server.close();
  await python.close();
});

/** Milliseconds for a call where it is meant to run out. */
const SHORT = 400;

const FAULTS: Readonly<Record<string, Reply>> = {
  '429': { status: 429 },
  '5xx': { status: 503 },
  'a timeout': { hang: 'before headers' },
  'a slow stream': { slowly: {}, everyMs: 200 },
  'a refusal': { refusal: 'I will not.' },
  'an answer cut short': { truncated: '{"bodies":' },
  'another schema': { text: '{"answer":42}' },
  'another language': { text: 'Вот ответ, который вы просили.' },
  'nothing': { text: '' },
  'a key twice': { text: '{"bodies":[],"bodies":[]}' },
  'a huge answer': { huge: MAX_ANSWER_BYTES + 1 },
  'a connection that is reset': { reset: true },
};

interface Call {
  /** Brings the session to where the call is made. */
  arrive(world: LanguageApp): Promise<void>;
  /** Good answers before the faulty one. */
  readonly before: readonly Reply[];
  run(world: LanguageApp): Promise<Session | null>;
}

const noAccess = { ...shelfSpec(), models: [{ ...shelfSpec().models[0], access: [] }] };
const spec = (arrive: Call['arrive'], ...before: Reply[]): Call => ({ arrive, before, run: ({ app }) => writeSpec(app, SESSION) });
const code = (arrive: Call['arrive'], ...before: Reply[]): Call => ({ arrive, before, run: ({ app }) => writeCode(app, SESSION) });
const prose: Call['arrive'] = async (world) => void (await world.submit({ requirements: 'Shelves with places.' }));
const revised: Call['arrive'] = async (world) => {
  await world.submit({ spec: shelfSpec() });
  await writeSpec(world.app, SESSION);
  await world.modifySpec('Shelves have a colour.');
};
const approved: Call['arrive'] = (world) => approvedIn(world, wordySpec());
const red: Call['arrive'] = async (world) => {
  await approved(world);
  server.script([tests(), bodies(COMPUTE_BODY.replace('>= 10', '> 10'))]);
  await writeCode(world.app, SESSION);
  await world.tested([{ criterion: 'AC-2', message: "AssertionError: 'small' != 'large'" }]);
};

const CALLS: Readonly<Record<string, Call>> = {
  'writing a specification': spec(prose),
  'mending a specification': spec(prose, { json: strictSpec(noAccess) }),
  'revising a specification': spec(revised),
  'mending a revision': spec(revised, { json: { touched: ['models/shelf.shelf/access'], spec: strictSpec(noAccess) } }),
  'writing tests': code(approved),
  'mending tests': code(approved, tests('pass')),
  'writing methods': code(approved, tests()),
  'mending methods': code(approved, tests(), bodies('eval("1")')),
  'repairing': code(red),
  'repairing again': code(red, edit('no such line', 'x')),
};

/** A call, asked once more where it was cut short or no JSON, in each run of the stage: the last answers are remembered. */
const MOST_CALLS = 2 * MAX_STAGE_ATTEMPTS;

describe.each(Object.entries(CALLS))('%s', (_call, { arrive, before, run }) => {
  test.each(Object.entries(FAULTS))('with %s comes to a clear end after a bounded number of calls', async (_fault, reply) => {
    const world = new LanguageApp(server.baseUrl, python, 'hang' in reply || 'slowly' in reply ? SHORT : 30_000);
    await arrive(world);
    server.requests.length = 0;
    const paidBefore = (await world.store.find(SESSION))?.usage.llmCalls ?? 0;
    server.script((_request, index) => before[index] ?? reply);
    let session = await run(world);
    for (let runs = 1; session !== null && isWorking(session.state) && session.state !== 'testing'; runs++) {
      expect(runs).toBeLessThan(MAX_STAGE_ATTEMPTS);
      session = await run(world);
    }
    const calls = server.requests.length;
    expect(calls).toBeGreaterThan(before.length);
    expect(calls).toBeLessThanOrEqual(before.length * MAX_STAGE_ATTEMPTS + MOST_CALLS);
    expect((session?.usage.llmCalls ?? 0) - paidBefore).toBeLessThanOrEqual(calls);
    // Repairs that cannot be used leave the module as it was, for a person to decide about.
    expect(['failed', 'spec_review', 'code_review']).toContain(session?.state);
    expect(session?.note?.code).toMatch(/^(llm_|spec_not_written|code_not_written|repair_stuck)/);
    expectSentence(session?.note?.message ?? '');
  });
});

test.each(Object.entries(FAULTS))('translating with %s comes to an end after a bounded number of calls, with the module in English or a note', async (_fault, reply) => {
  const world = new LanguageApp(server.baseUrl, python, 'hang' in reply || 'slowly' in reply ? SHORT : 30_000);
  await approvedIn(world, parseModuleSpec({ ...shelfSpec(), languages: ['de'] }));
  server.requests.length = 0;
  server.script(() => reply);
  let session = await writeCode(world.app, SESSION);
  for (let runs = 1; session?.state === 'coding'; runs++) {
    expect(runs).toBeLessThan(MAX_STAGE_ATTEMPTS);
    session = await writeCode(world.app, SESSION);
  }
  expect(server.requests.length).toBeGreaterThan(0);
  expect(server.requests.length).toBeLessThanOrEqual(MOST_CALLS);
  if (session?.state === 'testing') expect((await filesIn(world, session.module)).get('i18n/de.po')).toContain('msgstr ""');
  else expect(session).toMatchObject({ state: 'code_review', note: { code: expect.stringMatching(/^llm_/) } });
});

test.each(Object.entries(FAULTS))('writing a test anew with %s leaves the tests as they are after a bounded number of calls', async (_fault, reply) => {
  const world = new LanguageApp(server.baseUrl, python, 'hang' in reply || 'slowly' in reply ? SHORT : 30_000);
  await approvedIn(world, wordySpec());
  server.script([tests(), bodies()]);
  const session = await writeCode(world.app, SESSION);
  if (session === null) throw new Error('nothing was written');
  server.requests.length = 0;
  server.script(() => reply);
  expect(await rewriteTests(world.app, session, wordySpec(), ['AC-2'], new LanguageAccount(world.app, session, new AbortController().signal))).toBeNull();
  expect(server.requests.length).toBeGreaterThan(0);
  // An answer and a mended one, each asked for once more where it was cut short or no JSON.
  expect(server.requests.length).toBeLessThanOrEqual(4);
});

test('a specification in another language than the person’s is asked for once more, and taken as it is then', async () => {
  const foreign = { ...shelfSpec(), title: 'Regale', summary: 'Jedes Regal wird mit einem Namen und einer Zahl von Plätzen geführt und ist nicht für andere da.' };
  for (const [answers, title] of [[[foreign, shelfSpec()], 'Shelves'], [[foreign, foreign], 'Regale']] as const) {
    const world = new LanguageApp(server.baseUrl, python);
    await prose(world);
    server.script(answers.map((each) => ({ json: strictSpec(each) })));
    const session = await writeSpec(world.app, SESSION);
    expect(session).toMatchObject({ state: 'spec_review', usage: { llmCalls: 2 } });
    expect(await world.json(session?.spec ?? null)).toMatchObject({ title });
  }
});
