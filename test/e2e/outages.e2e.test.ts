import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Frontend, StatusBody } from '../../deployment/local/frontend.js';
import { specToYaml } from '../../src/domain/module-spec/parse.js';
import { startScriptedOpenAi, type ChatRequest, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { containersOf } from '../support/docker.js';
import { DockerDoor } from '../support/docker-door.js';
import { expectSentence } from '../support/for-a-person.js';
import { testImages } from '../support/images.js';
import { approved, MINUTE, until } from '../support/journey.js';
import { shelfSpec, strictSpec, wordySpec } from '../support/shelf-spec.js';
import { startTestStack, type TestStack } from '../support/stack.js';

/** What the language model does in one case, by the number of the call (from 0). */
type Behaviour = (call: number) => Reply;

const GOOD: Reply = { json: strictSpec(shelfSpec()) };
const always = (reply: Reply): Behaviour => () => reply;
const first = (count: number, fault: Reply, then: Reply = GOOD): Behaviour => (call) => (call < count ? fault : then);
const invalid: Reply = { text: 'Sure! Here is the specification you asked for.' };

interface Case {
  readonly behaves: Behaviour;
  readonly ends: 'failed' | 'spec_review';
  /** Of the note; none when it ended well. */
  readonly code?: string;
  readonly words?: RegExp;
  /** Calls that the model got, and calls that it was paid for: the SDK tries lost ones three times, a stage is run three times. */
  readonly calls: number;
  readonly paid: number;
}

const CASES: Readonly<Record<string, Case>> = {
  'the key is refused (401)': { behaves: always({ status: 401 }), ends: 'failed', code: 'llm_unauthorised', words: /operator.*OpenAI credential/, calls: 3, paid: 0 },
  'no quota is left (429)': { behaves: always({ status: 429, code: 'insufficient_quota' }), ends: 'failed', code: 'llm_rate_limited', words: /no quota left.*operator/, calls: 9, paid: 0 },
  'the model’s name is wrong (404)': { behaves: always({ status: 404, code: 'model_not_found', message: 'The model does not exist' }), ends: 'failed', code: 'llm_rejected', words: /operator.*model’s name/, calls: 3, paid: 0 },
  'the server has an error (500)': { behaves: always({ status: 500 }), ends: 'failed', code: 'llm_unreachable', words: /error of its own/, calls: 9, paid: 0 },
  'every connection is reset': { behaves: always({ reset: true }), ends: 'failed', code: 'llm_unreachable', words: /cannot be reached/, calls: 9, paid: 0 },
  'no answer comes': { behaves: always({ hang: 'before headers' }), ends: 'failed', code: 'llm_timeout', words: /did not answer in time/, calls: 9, paid: 0 },
  'what comes is no answer': { behaves: always({ garbage: '<html>Bad gateway</html>' }), ends: 'failed', code: 'llm_unreachable', words: /something else than an answer/, calls: 3, paid: 0 },
  'the model refuses': { behaves: always({ refusal: 'I do not build this.' }), ends: 'failed', code: 'llm_refused', words: /refused: I do not build this\./, calls: 1, paid: 1 },
  'the content filter stops it': { behaves: always({ contentFilter: true }), ends: 'failed', code: 'llm_refused', words: /content filter/, calls: 1, paid: 1 },
  'answers are never JSON': { behaves: always(invalid), ends: 'failed', code: 'llm_invalid_json', words: /not JSON/, calls: 6, paid: 6 },
  'answers are always cut short': { behaves: always({ truncated: '{"name":' }), ends: 'failed', code: 'llm_truncated', words: /before its answer was complete/, calls: 6, paid: 6 },
  'the specification is wrong twice': { behaves: always({ json: strictSpec({ ...shelfSpec(), models: [{ ...shelfSpec().models[0], access: [] }] }) }), ends: 'failed', code: 'spec_not_written', words: /models\[0\]\.access/, calls: 2, paid: 2 },
  'it is busy (429), then fine': { behaves: first(1, { status: 429, headers: { 'retry-after': '1' } }), ends: 'spec_review', calls: 2, paid: 1 },
  'it is down for longer than the SDK tries, then fine': { behaves: first(3, { status: 503 }), ends: 'spec_review', calls: 4, paid: 1 },
  'answers are no JSON twice, then fine': { behaves: first(2, invalid), ends: 'spec_review', calls: 3, paid: 3 },
};

/** A case is named in the prose itself, so that they can run at once. */
const MARK = /\[case ([^\]]+)\]/;
const calls = new Map<string, number>();
const behaviours = new Map<string, Behaviour>(Object.entries(CASES).map(([name, { behaves }]) => [name, behaves]));

function reply(request: ChatRequest): Reply {
  const name = MARK.exec(request.messages.map(({ content }) => content).join('\n'))?.[1] ?? 'none';
  const call = calls.get(name) ?? 0;
  calls.set(name, call + 1);
  return behaviours.get(name)?.(call) ?? { status: 500, message: `There is no case ${name}.` };
}

/** Where the nodes look for Docker; away at first. */
let folder: string;
let docker: DockerDoor;

/** A tag of the sandbox image that is not there until a test gives it. */
const absent = { repo: 'omb-sandbox-absent', tag: randomBytes(4).toString('hex') };
const IMAGE = `${absent.repo}:${absent.tag}`;
const imageIsLoaded = (): Promise<unknown> => new Docker().getImage(testImages().sandbox).tag(absent);

let openAi: ScriptedOpenAi;
let stack: TestStack;
const running = new Map<string, { readonly client: Frontend; readonly ended: Promise<StatusBody> }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-docker-'));
  docker = new DockerDoor(join(folder, 'docker.sock'));
  openAi = await startScriptedOpenAi(reply);
  stack = await startTestStack({
    dockerSocket: docker.path,
    openAi: { apiKey: 'scripted', baseUrl: openAi.baseUrl, model: 'scripted' },
    env: { OMB_SANDBOX_IMAGE: IMAGE, OMB_STAGE_RETRY_SECONDS: '1', OMB_LLM_TIMEOUT_SECONDS: '10', OMB_CHECKS: 'none' },
  });
  // They go on beside Docker's, and few at once: a machine that is busy enough lets n8n itself be late, which looks like a model that is.
  const lanes = Array.from({ length: 4 }, (): Promise<unknown> => Promise.resolve());
  Object.keys(CASES).forEach((name, index) => {
    const client = stack.client();
    const ended = lanes[index % lanes.length]!.then(() => wished(client, name));
    lanes[index % lanes.length] = ended.catch(() => undefined);
    running.set(name, { client, ended });
  });
}, 5 * MINUTE);

afterAll(async () => {
  await stack?.stop();
  await openAi.close();
  await docker.close();
  await new Docker().getImage(IMAGE).remove().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}, MINUTE);

/** How often the stage was tried, from the session's own history. */
async function failedRuns(client: Frontend): Promise<number> {
  const { rows } = await stack.database.query<{ n: number }>("SELECT count(*)::int AS n FROM omb.session_event WHERE session_id = $1 AND type = 'stage_failed'", [client.sessionId]);
  return rows[0]?.n ?? 0;
}

/** Waits for a person, who is told what the operator has to do; the evidence stands in brackets. */
function expectWaiting(status: StatusBody, code: string, words: RegExp): void {
  expect(status).toMatchObject({ state: 'code_review', note: { code }, report: null, allowedActions: ['coding-feedback:accept', 'coding-feedback:modify', 'session-cancel'] });
  expect(status.note?.message).toMatch(words);
  expectSentence(status.note?.message.replaceAll(/ \([^)]*\)/g, ''));
}

test('Docker away, then without the image: each time the session waits with what the operator has to do, and goes on from there to its delivery', async () => {
  const client = await approved(stack.client());
  const away = await until(client, 'code_review');
  expectWaiting(away, 'docker_unreachable', /Docker host "local" does not answer.*Is Docker running there/);
  expect(await failedRuns(client)).toBe(3);

  await docker.open();
  expect((await client.reviewCode('accept', { version: away.version })).body).toMatchObject({ state: 'testing' });
  const without = await until(client, 'code_review');
  expectWaiting(without, 'sandbox_image_missing', new RegExp(`sandbox image "${IMAGE}" is not on the Docker host "local"\\. Build or load it there`));
  expect(await failedRuns(client)).toBe(6);
  expect(await containersOf(client.sessionId)).toEqual([]);

  await imageIsLoaded();
  expect((await client.reviewCode('modify', { version: without.version })).body).toMatchObject({ state: 'coding' });
  const uat = await until(client, 'uat');
  expect(uat).toMatchObject({ note: null, report: { green: true } });
  expect(await failedRuns(client)).toBe(6);

  // What is finished is delivered, Docker or not; its Odoo goes when Docker is back.
  await docker.close();
  expect((await client.reviewUat('approve', { version: uat.version })).status).toBe(202);
  expect(await until(client, 'delivered')).toMatchObject({ zip: { digest: expect.any(String) } });
  expect(await containersOf(client.sessionId)).toHaveLength(1);
  await docker.open();
  const end = Date.now() + 2 * MINUTE;
  while ((await containersOf(client.sessionId)).length > 0 && Date.now() < end) await sleep(500);
  expect(await containersOf(client.sessionId)).toEqual([]);
}, 15 * MINUTE);

test('Docker away for a moment in the middle of a test: tried again by itself, and nothing of the first try is left', async () => {
  const client = await approved(stack.client());
  await until(client, 'testing');
  while ((await containersOf(client.sessionId)).length === 0) await sleep(50);
  await docker.close();
  const failed = await client.watch(({ note, state }) => note !== null || state !== 'testing', 2 * MINUTE);
  expect(failed).toMatchObject({ state: 'testing', attempts: 1, note: { code: 'docker_unreachable' } });
  await docker.open();
  expect(await until(client, 'uat')).toMatchObject({ note: null, report: { green: true } });
  expect(await containersOf(client.sessionId)).toHaveLength(1);
  expect((await client.cancel()).status).toBe(202);
  const end = Date.now() + MINUTE;
  while ((await containersOf(client.sessionId)).length > 0 && Date.now() < end) await sleep(200);
  expect(await containersOf(client.sessionId)).toEqual([]);
}, 12 * MINUTE);

/** Comes to where no work is under way. */
const settled = (client: Frontend): Promise<StatusBody> => client.watch(({ state }) => ['spec_review', 'code_review', 'testing', 'failed'].includes(state), 5 * MINUTE);

async function wished(client: Frontend, name: string): Promise<StatusBody> {
  const answer = await client.submit({ requirements: `We need shelves. [case ${name}]` });
  if (answer.status !== 202) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
  return settled(client);
}

async function reviewed(spec: string): Promise<{ readonly client: Frontend; readonly status: StatusBody }> {
  const client = stack.client();
  expect((await client.submit({ spec })).status).toBe(202);
  return { client, status: await settled(client) };
}

describe('requirements, of which', () => {
  test.each(Object.entries(CASES))('%s', async (name, { ends, code, words, calls: asked, paid }) => {
    const { client, ended } = running.get(name)!;
    const status = await ended;
    expect([status.state, status.note?.code]).toEqual([ends, code]);
    if (words !== undefined) {
      expect(status.note?.message).toMatch(words);
      for (const line of (status.note?.message ?? '').split('\n- ')) expectSentence(line.replace(/^[\w.[\]]+: /, '').replace(/:$/, '.'));
    }
    expect(calls.get(name)).toBe(asked);
    expect(status['usage']).toMatchObject({ llmCalls: paid });
    // What the person wrote is there, whatever came of it.
    const requirements = (status['artifacts'] as { name: string; digest: string }[]).find((artifact) => artifact.name === 'requirements.md');
    expect(Buffer.from(await client.download(requirements?.digest ?? '')).toString()).toContain('We need shelves.');
    const next = await client.reviewSpec('approve');
    expect([next.status, next.body['allowedActions']]).toEqual(ends === 'failed' ? [409, []] : [202, undefined]);
    await client.cancel();
  }, 6 * MINUTE);
});

test('a change that is asked for while the language model is down leaves the revision as it is, and is worked in when asked for again', async () => {
  const { client, status } = await reviewed(specToYaml(shelfSpec()));
  behaviours.set('racks', always({ json: { touched: ['title'], spec: strictSpec({ ...shelfSpec(), title: 'Racks' }) } }));
  // The other cases are over: nothing else may want the server now.
  await Promise.all([...running.values()].map(({ ended }) => ended));
  const port = Number(new URL(openAi.baseUrl).port);
  await openAi.close();
  expect((await client.reviewSpec('modify', { version: status.version, feedback: 'Call them racks. [case racks]' })).status).toBe(202);
  const waiting = await settled(client);
  expect(waiting).toMatchObject({ state: 'spec_review', note: { code: 'llm_unreachable' }, spec: { revision: 1, document: { title: 'Shelves' } }, usage: { llmCalls: 0 } });
  expectSentence(waiting.note?.message);
  openAi = await startScriptedOpenAi(reply, port);
  expect((await client.reviewSpec('modify', { version: waiting.version, feedback: 'Call them racks. [case racks]' })).status).toBe(202);
  expect(await settled(client)).toMatchObject({ state: 'spec_review', note: null, spec: { revision: 2, document: { title: 'Racks' } }, usage: { llmCalls: 1 } });
  await client.cancel();
}, 6 * MINUTE);

test('a module whose words cannot be written as code because of an outage waits with the reason, and goes on when the person says “try again”', async () => {
  const bodies = (id: string, code: string): Reply => ({ json: { bodies: [{ id, code }] } });
  behaviours.set('words', (call) => {
    if (call === 0) return bodies('acceptance/AC-2', "shelf = self.env['shelf.shelf'].create({'name': 'Oak', 'places': 10})\nself.assertEqual(shelf.size, 'large')");
    if (call <= 9) return { status: 500 };
    return bodies('shelf.shelf/compute/size', "for record in self:\n    record.size = 'large' if record.places >= 10 else 'small'");
  });
  const { client, status } = await reviewed(specToYaml({ ...wordySpec(), description: '[case words]' }));
  expect((await client.reviewSpec('approve', { version: status.version })).status).toBe(202);
  const waiting = await settled(client);
  expect(waiting).toMatchObject({ state: 'code_review', note: { code: 'llm_unreachable' }, allowedActions: ['coding-feedback:modify', 'session-cancel'] });
  expectSentence(waiting.note?.message);
  expect((await client.reviewCode('modify', { version: waiting.version })).status).toBe(202);
  expect(await settled(client)).toMatchObject({ state: 'testing', note: null, usage: { llmCalls: 2 } });
  // The acceptance test from before the outage was not asked for again.
  expect(calls.get('words')).toBe(11);
  await client.cancel();
}, 4 * MINUTE);
