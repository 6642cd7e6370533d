import { randomBytes } from 'node:crypto';
import { submit } from '../../src/app/api/submit.js';
import type { App } from '../../src/app/app.js';
import { sweep } from '../../src/app/sweep.js';
import { NO_USAGE } from '../../src/domain/session.js';
import { startGateway, type Gateway } from '../../src/gateway/server.js';
import { testApp, UNUSED_MODEL } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

const TOKEN = 'the token of operators';
let database: TestDatabase;
let app: App;
let gateway: Gateway;
beforeAll(async () => {
  database = await testDatabase();
  app = testApp(database, { model: UNUSED_MODEL }, { OMB_METRICS_TOKEN: TOKEN, OMB_PROCESS: 'worker-7' });
  gateway = await startGateway(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await gateway.close();
  await app.events.close();
  await database.close();
});

const get = (path: string, token?: string, url = gateway.url): Promise<Response> => fetch(`${url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
const metrics = async (): Promise<string[]> => (await (await get('/metrics', TOKEN)).text()).split('\n');

async function opened(): Promise<string> {
  const id = `figures-${randomBytes(6).toString('hex')}`;
  await submit(app, { headers: {}, query: {}, body: { sessionId: id, requirements: 'Words.' } });
  return id;
}

test('nobody without the token reads them, and without a token in the configuration they are not there', async () => {
  for (const path of ['/metrics', '/health']) {
    expect([(await get(path)).status, (await get(path, 'another token, as long')).status]).toEqual([401, 401]);
  }
  const other = testApp(database, { model: UNUSED_MODEL });
  const closed = await startGateway(other, { host: '127.0.0.1', port: 0 });
  expect([(await get('/metrics', TOKEN, closed.url)).status, (await get('/health', '', closed.url)).status]).toEqual([404, 404]);
  await closed.close();
  await other.events.close();
});

test('health is late until a sweep was executed, and names who executed it', async () => {
  expect((await get('/health', TOKEN)).status).toBe(503);
  await sweep(app);
  const answer = await get('/health', TOKEN);
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', workers: [{ name: 'worker-7', executedAt: expect.stringMatching(/^\d{4}-/), status: 'ok' }] }]);
  await database.pool.query("UPDATE omb.worker SET executed_at = now() - interval '4 minutes'");
  expect((await get('/health', TOKEN)).status).toBe(503);
});

test('sessions by state, who waits for a worker, who is worked on, and how long stages took', async () => {
  const before = await metrics();
  expect(before).toContain('omb_sessions{state="specifying"} 0');
  const id = await opened();
  await database.pool.query("UPDATE omb.session SET touched_at = now() - interval '90 seconds' WHERE id = $1", [id]);
  const waiting = await metrics();
  expect(waiting).toContain('omb_sessions{state="specifying"} 1');
  expect(Number(waiting.find((line) => line.startsWith('omb_unworked_seconds '))?.split(' ')[1])).toBeGreaterThanOrEqual(90);

  const lease = await app.store.takeLease(id, 'specifying', 60_000);
  if (lease === null) throw new Error('no lease');
  expect(await metrics()).toEqual(expect.arrayContaining(['omb_unworked_seconds 0', 'omb_stage_leases{stage="specifying"} 1']));

  await app.store.apply(id, { type: 'stage_failed', note: { code: 'x', message: 'It failed.' }, retryable: false, usage: { ...NO_USAGE, inputTokens: 12, outputTokens: 5, llmCalls: 1 } }, { lease });
  const after = await metrics();
  expect(after).toEqual(expect.arrayContaining(['omb_sessions{state="failed"} 1', 'omb_stage_seconds_count{stage="specifying"} 1', 'omb_llm_tokens{direction="input"} 12', 'omb_llm_tokens{direction="output"} 5', 'omb_llm_calls 1']));
});

test('places of Docker hosts, who waits for one and for how long', async () => {
  await database.pool.query("INSERT INTO omb.sandbox_host (name) VALUES ('docker-1'); INSERT INTO omb.sandbox_slot (host, purpose, slot) VALUES ('docker-1', 'test', 1), ('docker-1', 'test', 2); INSERT INTO omb.sandbox_waiter (purpose, since) VALUES ('test', now() - interval '5 minutes')");
  await database.pool.query("UPDATE omb.sandbox_slot SET lease_id = gen_random_uuid(), session_id = 'somebody-1', expires_at = now() + interval '1 minute' WHERE slot = 1");
  const text = await metrics();
  expect(text).toEqual(expect.arrayContaining(['omb_host_places{host="docker-1",purpose="test"} 2', 'omb_host_places_taken{host="docker-1",purpose="test"} 1', 'omb_host_state{host="docker-1",state="ready"} 1', 'omb_place_waiters{purpose="test"} 1', 'omb_place_waiters{purpose="uat"} 0']));
  expect(Number(text.find((line) => line.startsWith('omb_place_wait_seconds{purpose="test"}'))?.split(' ')[1])).toBeGreaterThanOrEqual(300);
});
