import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frontend, StatusBody } from '../../deployment/local/frontend.js';
import { specToYaml } from '../../src/domain/module-spec/parse.js';
import { startScriptedOpenAi, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { containersOf } from '../support/docker.js';
import { answered, approved, MINUTE, until } from '../support/journey.js';
import { ROOMS_ANSWERS, ROOMS_WISH } from '../support/rooms-story.js';
import { shelfSpec } from '../support/shelf-spec.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { zipEntries } from '../support/zip-entries.js';

const METRICS_TOKEN = 'a token of this test';
let openAi: ScriptedOpenAi;
let stack: TestStack;

beforeAll(async () => {
  openAi = await startScriptedOpenAi();
  stack = await startTestStack({ inQueueMode: true, openAi: { apiKey: 'scripted', baseUrl: openAi.baseUrl, model: 'scripted' }, env: { OMB_METRICS_TOKEN: METRICS_TOKEN, OMB_CHECKS: 'none' } });
}, 15 * MINUTE);

afterAll(async () => {
  await stack?.stop();
  await openAi.close();
}, 2 * MINUTE);

const parts = (): NonNullable<TestStack['queue']> => {
  if (stack.queue === undefined) throw new Error('The stack is not in queue mode');
  return stack.queue;
};

/** The process that works on the session's stage at this moment. */
async function holder(client: Frontend): Promise<string | undefined> {
  const { rows } = await stack.database.query<{ holder: string }>('SELECT holder FROM omb.stage_lease WHERE session_id = $1 AND expires_at > now()', [client.sessionId]);
  return rows[0]?.holder;
}

/** The process that tests the session's module, once it has begun. */
async function tester(client: Frontend): Promise<string> {
  await client.watch(({ state }) => state === 'testing', MINUTE);
  for (;;) {
    const name = await holder(client);
    if (name !== undefined && (await containersOf(client.sessionId)).length > 0) return name;
    await sleep(50);
  }
}

async function delivered(client: Frontend, uat: StatusBody): Promise<StatusBody> {
  await answered(() => client.reviewUat('approve', { version: uat.version }));
  return until(client, 'delivered');
}

test('a YAML specification becomes a zip through nginx and the webhook processors, though Redis ends while the module is tested, and starts again with nothing in it', async () => {
  const client = await approved(stack.client());
  await tester(client);
  await parts().redis.restart();
  const uat = await until(client, 'uat');
  expect(uat['report']).toMatchObject({ green: true });
  const done = await delivered(client, uat);
  const zip = (done['artifacts'] as { mediaType: string; digest: string }[]).find(({ mediaType }) => mediaType === 'application/zip');
  expect([...(await zipEntries(await client.download(zip?.digest ?? ''))).keys()]).toContain('shelf_test/__manifest__.py');
}, 12 * MINUTE);

test('the stages of twelve sessions at once are spread over both workers', async () => {
  const clients = Array.from({ length: 12 }, () => stack.client());
  await Promise.all(clients.map(async (client) => {
    expect((await client.submit({ spec: specToYaml(shelfSpec()) })).status).toBe(202);
    await until(client, 'spec_review');
  }));
  // A lease that was given back still says who had it.
  const { rows } = await stack.database.query<{ holder: string }>('SELECT DISTINCT holder FROM omb.stage_lease WHERE session_id = ANY($1) ORDER BY holder', [clients.map(({ sessionId }) => sessionId)]);
  expect(rows.map(({ holder: name }) => name)).toEqual(['n8n-worker-1', 'n8n-worker-2']);
  await Promise.all(clients.map((client) => client.cancel()));
}, 2 * MINUTE);

test('commands are answered by the webhook processors, and nothing of n8n is open but what the frontend calls', async () => {
  const { webhookUrl, apiKey } = stack.frontend;
  const door = webhookUrl.replace(/\/webhook$/, '');
  const call = async (path: string, headers: Record<string, string> = {}): Promise<number> => (await fetch(`${door}${path}`, { method: 'POST', headers: { 'x-api-key': apiKey, 'content-type': 'application/json', ...headers }, body: '{}' })).status;
  // Wrong, and told so by our node.
  expect(await call('/webhook/specification-agent')).toBe(400);
  expect(await call('/webhook/stage-testing')).toBe(404);
  expect(await call('/metrics')).toBe(404);
  expect((await fetch(`${door}/`)).status).toBe(401);
  const { door: editor } = stack.editor;
  const basic = `Basic ${Buffer.from(`${editor?.name}:${editor?.password}`).toString('base64')}`;
  expect((await fetch(`${door}/`, { headers: { authorization: basic } })).status).toBe(200);
});

/** Its process group, as a power cut would; resolves with its number. */
async function killed(name: string | undefined): Promise<number> {
  const pid = (await parts().pm2.pids()).get(name ?? '');
  if (pid === undefined) throw new Error(`There is no process ${name}`);
  process.kill(-pid, 'SIGKILL');
  return pid;
}

test('a worker killed with SIGKILL while it codes, and another while it tests: delivered as without that, with one call of the language model more, and other processes take their places', async () => {
  const client = stack.client();
  const earlier = openAi.requests.length;
  openAi.script([ROOMS_ANSWERS.spec, ROOMS_ANSWERS.tests, { hang: 'before headers' }, ROOMS_ANSWERS.rightBody]);
  expect((await client.submit({ requirements: ROOMS_WISH })).status).toBe(202);
  const { version } = await until(client, 'spec_review');
  expect((await client.reviewSpec('approve', { version })).status).toBe(202);
  // The tests are written and paid; the answer with the code is still under way.
  while (openAi.requests.length < earlier + 3) await sleep(20);
  const coder = await holder(client);
  const dead = [await killed(coder)];
  await until(client, 'testing');
  const second = await tester(client);
  dead.push(await killed(second));
  const uat = await until(client, 'uat');
  // Of four calls that were made three are in use: none was made anew for the tests.
  expect(uat).toMatchObject({ report: { green: true }, usage: { llmCalls: 3 } });
  expect(openAi.requests.length - earlier).toBe(4);
  expect((await delivered(client, uat)).state).toBe('delivered');
  expect(await containersOf(client.sessionId)).toEqual([]);
  const now = await parts().pm2.pids();
  for (const name of [coder, second]) {
    expect(now.get(name ?? '')).toBeGreaterThan(0);
    expect(dead).not.toContain(now.get(name ?? ''));
  }
}, 15 * MINUTE);

test('health shows that each worker has executed something; metrics count sessions, stages, places and workers; n8n tells its own', async () => {
  const gateway = (path: string, token: string): Promise<Response> => fetch(`http://127.0.0.1:${parts().ports.gateway}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const end = Date.now() + MINUTE;
  let health = await gateway('/health', METRICS_TOKEN);
  let body = (await health.json()) as { workers: { name: string }[] };
  while (body.workers.length < 2 && Date.now() < end) {
    await sleep(1000);
    health = await gateway('/health', METRICS_TOKEN);
    body = (await health.json()) as { workers: { name: string }[] };
  }
  expect([health.status, body]).toEqual([200, { status: 'ok', workers: [expect.objectContaining({ name: 'n8n-worker-1', status: 'ok' }), expect.objectContaining({ name: 'n8n-worker-2', status: 'ok' })] }]);
  expect((await gateway('/metrics', 'another token of this test')).status).toBe(401);
  const text = await (await gateway('/metrics', METRICS_TOKEN)).text();
  const { rows } = await stack.database.query<{ n: number }>("SELECT count(*)::int AS n FROM omb.session WHERE state = 'delivered'");
  expect(rows[0]?.n).toBeGreaterThan(0);
  expect(text).toContain(`omb_sessions{state="delivered"} ${rows[0]?.n}\n`);
  expect(text).toMatch(/^omb_stage_seconds_count\{stage="testing"\} [1-9]$/m);
  expect(text).toMatch(/^omb_host_places\{host="local",purpose="test"\} 2$/m);
  expect(text).toMatch(/^omb_worker_seconds_since_execution\{worker="n8n-worker-2"\} [\d.]+$/m);
  expect(await (await fetch(`${stack.n8nUrl}/metrics`)).text()).toMatch(/^n8n_scaling_mode_queue_jobs_completed \d+$/m);
});

test('the file with the secrets of all processes is for its owner alone', async () => {
  const file = parts().pm2.ecosystemFile;
  expect(await readFile(file, 'utf8')).toContain('N8N_ENCRYPTION_KEY');
  expect((await stat(file)).mode & 0o077).toBe(0);
});
