import type { App } from '../../src/app/app.js';
import { readConfig } from '../../src/config.js';
import { startGateway, type Gateway } from '../../src/gateway/server.js';
import { createLog } from '../../src/log.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { MemoryUatStore } from '../fakes/uat-store.js';
import { answerMistakes } from '../support/openapi.js';

const ID = 'library-1';
/** A session that has no live Odoo yet. */
const EARLY = 'library-2';
const SLUG = 'a'.repeat(20);
let gateway: Gateway;
beforeAll(async () => {
  const uats = new MemoryUatStore();
  await uats.save({ slug: SLUG, sessionId: ID, sandboxId: 's', host: 'local', leaseId: 'l', login: 'admin', password: 'made-at-random', entryPath: '/odoo', createdAt: new Date() });
  const states: Readonly<Record<string, string>> = { [ID]: 'uat', [EARLY]: 'coding' };
  const store = { authorised: async () => true, find: async (id: string) => ({ id, state: states[id], version: 7, module: null }) };
  gateway = await startGateway({ config: readConfig({}), log: createLog('silent'), clock: systemClock, uats, store } as unknown as App, { host: '127.0.0.1', port: 0 });
});
afterAll(() => gateway.close());

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** By the API's description. */
  readonly mistakes: readonly string[];
}

async function ask(init: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {}, id = ID): Promise<Answer> {
  const response = await fetch(`${gateway.url}/sessions/${id}/uat-links`, { method: 'POST', ...init, headers: { authorization: `Bearer ${'x'.repeat(43)}`, ...init.headers } });
  const body: unknown = await response.json();
  return { status: response.status, body, mistakes: answerMistakes('post', '/sessions/{id}/uat-links', { status: response.status, headers: Object.fromEntries(response.headers), body }) };
}

test('a link comes with the login that Odoo’s own page takes, as the API’s description says', async () => {
  expect(await ask()).toEqual({
    status: 201,
    body: { url: expect.stringMatching(new RegExp(`^http://${SLUG}\\.uat\\.localhost:5681/__uat/enter\\?token=[\\w-]{43}$`)), expiresAt: expect.any(String), login: 'admin', password: 'made-at-random' },
    mistakes: [],
  });
});

test('where there is no Odoo yet, the answer says where the session is and what is allowed now', async () => {
  expect(await ask({}, EARLY)).toMatchObject({ status: 409, body: { type: 'urn:odoo-module-builder:uat_not_open', version: 7, state: 'coding', allowedActions: ['session-cancel'] }, mistakes: [] });
});

test.each<[string, string | undefined, string, number]>([
  ['none, said to be JSON, as some libraries say of every POST', undefined, 'application/json', 201],
  ['an empty object', '{}', 'application/json', 201],
  ['what is said to be JSON and is none', 'x', 'application/json', 201],
  ['a form', 'a=b', 'application/x-www-form-urlencoded', 201],
  ['more than 64 KiB', 'x'.repeat(65 * 1024), 'text/plain', 413],
])('a link is asked for with a body that is %s', async (_, body, type, status) => {
  expect(await ask({ headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) })).toMatchObject({ status, mistakes: [] });
});
