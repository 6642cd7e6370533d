import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { submit } from '../../src/app/api/submit.js';
import type { App } from '../../src/app/app.js';
import { runStage } from '../../src/app/run-stage.js';
import { NO_USAGE } from '../../src/domain/session.js';
import { startGateway, type Gateway } from '../../src/gateway/server.js';
import { testApp, UNUSED_MODEL } from '../support/app.js';
import { answerMistakes } from '../support/openapi.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

const ORIGIN = 'https://builder.example';
let database: TestDatabase;
let app: App;
let gateway: Gateway;
beforeAll(async () => {
  database = await testDatabase();
  app = testApp(database, { model: UNUSED_MODEL }, { OMB_FRONTEND_ORIGIN: ORIGIN });
  gateway = await startGateway(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await gateway.close();
  await app.events.close();
  await database.close();
});

interface Opened {
  readonly id: string;
  readonly token: string;
}

async function open(): Promise<Opened> {
  const id = `gateway-${randomBytes(6).toString('hex')}`;
  const { body } = await submit(app, { headers: {}, query: {}, body: { sessionId: id, requirements: 'Words.' } });
  return { id, token: String((body as { token: string }).token) };
}

const get = (path: string, token?: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(`${gateway.url}${path}`, { method, headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers } });

interface SseEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a stream of events; `next(n)` waits until there are n, `ended` resolves when the server closes it. */
function stream(response: Response): { readonly events: SseEvent[]; until(n: number): Promise<void>; readonly ended: Promise<void>; cancel(): Promise<void> } {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no body');
  const events: SseEvent[] = [];
  let text = '';
  const ended = (async () => {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) return;
      text += value ?? '';
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = new Map(block.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
        const data = lines.get('data');
        if (data !== undefined) events.push({ id: lines.get('id') ?? '', event: lines.get('event') ?? '', data: JSON.parse(data) as SseEvent['data'] });
      }
    }
  })();
  return {
    events,
    ended,
    async until(n) {
      for (let i = 0; i < 400 && events.length < n; i += 1) await sleep(10);
      expect(events.length).toBeGreaterThanOrEqual(n);
    },
    cancel: () => reader.cancel(),
  };
}

describe('status', () => {
  it('is the webhook’s own answer, with ETag and 304', async () => {
    const { id, token } = await open();
    const response = await get(`/sessions/${id}`, token);
    const body: unknown = await response.json();
    expect([response.status, response.headers.get('etag'), response.headers.get('x-content-type-options')]).toEqual([200, '"1"', 'nosniff']);
    expect(answerMistakes('get', '/sessions/{id}', { status: 200, headers: Object.fromEntries(response.headers), body })).toEqual([]);
    expect((await get(`/sessions/${id}`, token, { 'if-none-match': '"1"' })).status).toBe(304);
  });

  it('answers unknown, malformed and foreign sessions with the same bytes, and a missing token with 401', async () => {
    const [mine, other] = [await open(), await open()];
    const answers = await Promise.all([`/sessions/${mine.id}`, '/sessions/there-is-none', '/sessions/x', `/sessions/${mine.id}/events`, `/sessions/${mine.id}/artifacts/${'a'.repeat(64)}`].map(async (path) => (await get(path, other.token)).text()));
    expect(new Set(answers).size).toBe(1);
    expect((await get(`/sessions/${mine.id}`, other.token)).status).toBe(404);
    expect((await get(`/sessions/${mine.id}`)).status).toBe(401);
    expect((await get('/sessions/x')).status).toBe(401);
  });

  it('answers everything that goes wrong with problem+json', async () => {
    for (const [path, code] of [['/nowhere', 404], ['/sessions/%zz', 400], [`/sessions/${'a'.repeat(300)}`, 414]] as const) {
      const response = await get(path, 'x'.repeat(43));
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, code, expect.stringMatching(/^application\/problem\+json/)]);
      expect(await response.json()).toMatchObject({ status: code, type: expect.stringMatching(/^urn:/) });
    }
  });

  it('is readable by the configured frontend only', async () => {
    const { id, token } = await open();
    expect((await get(`/sessions/${id}`, token, { origin: ORIGIN })).headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect((await get(`/sessions/${id}`, token, { origin: 'https://evil.example' })).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await get(`/sessions/${id}`, undefined, { origin: ORIGIN, 'access-control-request-method': 'GET' }, 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, expect.stringContaining('authorization')]);
  });

  it('healthz answers while the database does', async () => expect((await get('/healthz')).status).toBe(200));
});

describe('artifacts', () => {
  it('come with their type, as a download that runs nothing, and an ETag that is their digest', async () => {
    const { id, token } = await open();
    const bytes = Buffer.from('<script>alert(1)</script>');
    const digest = await app.artifacts.put(id, 'evil"\r\nname.html', 'text/html', bytes);
    const response = await get(`/sessions/${id}/artifacts/${digest}`, token);
    expect(createHash('sha256').update(Buffer.from(await response.arrayBuffer())).digest('hex')).toBe(digest);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${digest}"`, 'content-type': 'text/html', 'content-disposition': 'attachment; filename="evil_name.html"', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, max-age=31536000, immutable',
    });
    expect((await get(`/sessions/${id}/artifacts/${digest}`, token, { 'if-none-match': `"${digest}"` })).status).toBe(304);
  });

  it('of another session are not there, and pictures are shown in place', async () => {
    const [mine, other] = [await open(), await open()];
    const digest = await app.artifacts.put(mine.id, 'books.png', 'image/png', randomBytes(50));
    expect((await get(`/sessions/${other.id}/artifacts/${digest}`, other.token)).status).toBe(404);
    expect((await get(`/sessions/${mine.id}/artifacts/${digest}`, mine.token)).headers.get('content-disposition')).toBe('inline; filename="books.png"');
    expect((await get(`/sessions/${mine.id}/artifacts/..%2f`, mine.token)).status).toBe(404);
  });
});

describe('events', () => {
  it('begin with all transitions, go on live with progress, and end with the session', async () => {
    const { id, token } = await open();
    const response = await get(`/sessions/${id}/events`, token, { origin: ORIGIN });
    expect([response.status, response.headers.get('content-type'), response.headers.get('access-control-allow-origin')]).toEqual([200, 'text/event-stream', ORIGIN]);
    const live = stream(response);
    await live.until(1);
    await runStage(app, id, 'specifying', async (context) => {
      await context.progress('Writing the specification');
      return { type: 'spec_written', spec: 'a'.repeat(64), changes: null, usage: NO_USAGE };
    });
    await live.until(3);
    await app.store.apply(id, { type: 'review_spec', decision: 'reject', feedback: null });
    await live.ended;
    expect(live.events.map((each) => [each.event, each.id, each.data['to'] ?? each.data['message']])).toEqual([
      ['transition', '1', 'specifying'], ['progress', '1', 'Writing the specification'], ['transition', '2', 'spec_review'], ['transition', '3', 'cancelled'],
    ]);
    expect((await get(`/sessions/${id}/events`, token, { 'last-event-id': '3' })).status).toBe(204);
  });

  it('go on behind Last-Event-ID without a gap or a repetition', async () => {
    const { id, token } = await open();
    await runStage(app, id, 'specifying', async () => ({ type: 'spec_written', spec: 'a'.repeat(64), changes: null, usage: NO_USAGE }));
    await app.store.apply(id, { type: 'cancel' });
    const again = stream(await get(`/sessions/${id}/events`, token, { 'last-event-id': '1' }));
    await again.ended;
    expect(again.events.map((each) => each.id)).toEqual(['2', '3']);
    const nonsense = stream(await get(`/sessions/${id}/events`, token, { 'last-event-id': 'x; DROP' }));
    await nonsense.ended;
    expect(nonsense.events.map((each) => each.id)).toEqual(['1', '2', '3']);
  });

  it('reach a watcher although the listening connection was cut', async () => {
    const { id, token } = await open();
    const live = stream(await get(`/sessions/${id}/events`, token));
    await live.until(1);
    await database.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'odoo-module-builder events'");
    await sleep(1500);
    await app.store.apply(id, { type: 'cancel' });
    await live.ended;
    expect(live.events.map((each) => each.id)).toEqual(['1', '2']);
  }, 20_000);

  it('are refused beyond 20 watchers of one session, and a watcher who leaves makes room', async () => {
    const { id, token } = await open();
    const watchers = await Promise.all(Array.from({ length: 20 }, async () => stream(await get(`/sessions/${id}/events`, token))));
    expect((await get(`/sessions/${id}/events`, token)).status).toBe(429);
    await watchers[0]?.cancel();
    await sleep(100);
    const next = await get(`/sessions/${id}/events`, token);
    expect(next.status).toBe(200);
    await next.body?.cancel();
    await Promise.all(watchers.slice(1).map((each) => each.cancel()));
  });
});

it('a one-time link is refused while there is no Odoo to try', async () => {
  const { id, token } = await open();
  const response = await get(`/sessions/${id}/uat-links`, token, {}, 'POST');
  const body: unknown = await response.json();
  expect(response.status).toBe(409);
  expect(answerMistakes('post', '/sessions/{id}/uat-links', { status: 409, headers: Object.fromEntries(response.headers), body })).toEqual([]);
});
