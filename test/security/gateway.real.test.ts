import { startGateway, type Gateway } from '../../src/gateway/server.js';
import { testApp, UNUSED_MODEL } from '../support/app.js';
import { OPENAPI } from '../support/openapi.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

const ID = 'gateway-security';
let database: TestDatabase;
let gateway: Gateway;
let app: ReturnType<typeof testApp>;

beforeAll(async () => {
  database = await testDatabase();
  app = testApp(database, { model: UNUSED_MODEL });
  await app.store.create({ id: ID, tokenDigest: 'a'.repeat(64), command: { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 1, tokens: 1000 }, requirements: null, spec: null } });
  gateway = await startGateway(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await gateway?.close();
  await app?.events.close();
  await database?.close();
});

/** Every route of the gateway, as the API's description names them. */
const ROUTES = Object.entries(OPENAPI.paths)
  .filter(([path]) => path.startsWith('/sessions/'))
  .flatMap(([path, methods]) => Object.keys(methods).filter((method) => method === 'get' || method === 'post').map((method) => [method.toUpperCase(), path] as const));

const address = (path: string): string => `${gateway.url}${path.replace('{id}', ID).replace(/\{\w+\}/, 'a'.repeat(64))}`;

test('the API’s description names the status, the events, the artifacts and the links', () => {
  expect(ROUTES.map(([method, path]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`).sort()).toEqual(['GET /sessions/{}', 'GET /sessions/{}/artifacts/{}', 'GET /sessions/{}/events', 'POST /sessions/{}/uat-links']);
});

test.each(ROUTES)('%s %s answers nobody without the session’s token', async (method, path) => {
  expect((await fetch(address(path), { method })).status).toBe(401);
  const stranger = await fetch(address(path), { method, headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
  expect([stranger.status, (await stranger.json() as { type: string }).type]).toEqual([404, 'urn:odoo-module-builder:session_not_found']);
  // Neither in a query nor in a cookie, which would travel by themselves.
  expect((await fetch(`${address(path)}?token=${'x'.repeat(43)}`, { method, headers: { cookie: `token=${'x'.repeat(43)}` } })).status).toBe(401);
});
