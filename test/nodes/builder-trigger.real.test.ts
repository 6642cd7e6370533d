import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json } from 'node:stream/consumers';
import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import { BuilderTrigger } from '../../nodes/BuilderTrigger/BuilderTrigger.node.js';
import { specToYaml } from '../../src/domain/module-spec/parse.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { shelfSpec } from '../support/shelf-spec.js';

process.env['OMB_LOG_LEVEL'] = 'silent';

/** The node behind a real HTTP server and over a real Postgres; only what n8n hands to it is made here. */
let database: TestDatabase;
let postgres: ICredentialDataDecryptedObject;
let server: Server;
let stages: Server;
const triggered: unknown[] = [];
const warnings: string[] = [];
const API_KEY: ICredentialDataDecryptedObject = { name: 'X-API-Key', value: 'the-key-of-this-installation' };
/** Whether it is told to run what is connected, and what it handed on. */
let runs = false;
const followed: unknown[] = [];
/** What the node has been given in the editor, by type. */
let chosen: Record<string, ICredentialDataDecryptedObject>;

beforeAll(async () => {
  database = await testDatabase();
  const url = new URL(database.url);
  postgres = { host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), user: url.username, password: decodeURIComponent(url.password), ssl: 'disable' };
  stages = createServer((request, response) => {
    void json(request).then((body) => {
      triggered.push({ url: request.url, key: request.headers['x-api-key'], body });
      response.end('{}');
    });
  });
  server = createServer((request, response) => void answered(request, response));
  for (const each of [stages, server]) await once(each.listen(0, '127.0.0.1'), 'listening');
  process.env['OMB_STAGE_BASE_URL'] = `${addressOf(stages)}/webhook`;
});

beforeEach(() => {
  triggered.length = 0;
  followed.length = 0;
  runs = false;
  chosen = { httpHeaderAuth: API_KEY, postgres };
});

afterAll(async () => {
  delete process.env['OMB_STAGE_BASE_URL'];
  for (const each of [stages, server]) {
    each.closeAllConnections();
    each.close();
  }
  await database.close();
});

const addressOf = (each: Server): string => `http://127.0.0.1:${(each.address() as AddressInfo).port}`;

async function answered(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await buffer(request);
  const url = new URL(request.url ?? '', 'http://n8n');
  const isJson = request.headers['content-type'] === 'application/json' && raw.length > 0;
  const parsed = { headers: request.headers, method: request.method, query: Object.fromEntries(url.searchParams), body: isJson ? (JSON.parse(raw.toString()) as unknown) : undefined, rawBody: raw };
  const context = {
    getNode: () => ({ credentials: Object.fromEntries(Object.keys(chosen).map((type) => [type, { id: type, name: type }])) }),
    getCredentials: (type: string) => Promise.resolve(chosen[type]),
    getHeaderData: () => request.headers,
    getNodeParameter: (name: string) => (name === 'run' ? runs : url.pathname.slice(1)),
    getRequestObject: () => parsed,
    getResponseObject: () => Object.assign(response, { status: (code: number) => Object.assign(response, { statusCode: code }) }),
    logger: { warn: (text: string) => warnings.push(text), error: (text: string) => warnings.push(text) },
  } as unknown as IWebhookFunctions;
  const returned = await new BuilderTrigger().webhook.call(context);
  expect(returned).toMatchObject({ noWebhookResponse: true });
  followed.push(returned.workflowData);
}

async function call(name: string, body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(`${addressOf(server)}/${name}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': String(API_KEY['value']), ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
}

const submission = (): { sessionId: string; spec: string } => ({ sessionId: `call-${randomBytes(6).toString('hex')}`, spec: specToYaml(shelfSpec()) });

/** The call of the next stage goes out after the answer. */
async function untilTriggered(count: number): Promise<void> {
  while (triggered.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a call that is accepted is answered with 202, and its stage is called once, with ids only', async () => {
  const body = submission();
  const answer = await call('submit', body);
  expect(answer).toMatchObject({ status: 202, body: { sessionId: body.sessionId, state: 'specifying', version: 1, token: expect.any(String) } });
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual(['application/json; charset=utf-8', 'no-store']);
  await untilTriggered(1);
  expect(triggered).toEqual([{ url: '/webhook/stage-specifying', key: API_KEY['value'], body: { sessionId: body.sessionId, version: 1 } }]);
});

test('what is connected to the node runs when the node is told so and the call was accepted, with ids only', async () => {
  const body = submission();
  await call('submit', body);
  runs = true;
  await call('submit', body);
  const second = submission();
  await call('submit', second);
  expect(followed).toEqual([undefined, undefined, [[{ json: { sessionId: second.sessionId, state: 'specifying', version: 1 } }]]]);
});

test('one that comes a second time gets the same answer, and triggers nothing', async () => {
  const body = submission();
  const send = () => call('submit', body, { 'idempotency-key': 'k-1' });
  const [first, second] = [await send(), await send()];
  expect(second).toMatchObject({ status: 202, body: first.body });
  await call('submit', submission());
  await untilTriggered(2);
  expect(triggered.filter((each) => JSON.stringify(each).includes(body.sessionId))).toHaveLength(1);
});

test.each<[string, Record<string, string>, () => void]>([
  ['without the API key', { 'x-api-key': '' }, () => undefined],
  ['with a wrong one', { 'x-api-key': 'the-key-of-this-installatioN' }, () => undefined],
  ['when the node has no credential for it', {}, () => void delete chosen['httpHeaderAuth']],
  ['when the credential is empty', { 'x-api-key': '' }, () => void (chosen['httpHeaderAuth'] = { name: 'X-API-Key', value: '' })],
])('nobody gets in %s, and nothing is stored', async (_, headers, change) => {
  change();
  const body = submission();
  expect(await call('submit', body, headers)).toMatchObject({ status: 403, body: { type: 'urn:odoo-module-builder:api_key_wrong' } });
  chosen = { httpHeaderAuth: API_KEY, postgres };
  expect((await call('submit', body)).status).toBe(202);
});

test('a missing token is a 401 that says which scheme is wanted', async () => {
  const answer = await call('cancel', { sessionId: 'abcdefgh' });
  expect([answer.status, answer.headers.get('www-authenticate'), answer.headers.get('content-type')]).toEqual([401, 'Bearer realm="session"', 'application/problem+json']);
});

test('a database that is away is a 503 that says when to try again', async () => {
  chosen['postgres'] = { ...postgres, port: 9 };
  const answer = await call('submit', submission());
  expect([answer.status, answer.headers.get('retry-after'), answer.body['type']]).toEqual([503, '5', 'urn:odoo-module-builder:database_unavailable']);
});

test('a body that n8n does not take for JSON is read by us, who say what is wrong with it', async () => {
  expect(await call('submit', '<xml/>', { 'content-type': 'application/xml' })).toMatchObject({ status: 415, body: { type: 'urn:odoo-module-builder:not_json_type' } });
  expect(await call('submit', '', {})).toMatchObject({ status: 400, body: { type: 'urn:odoo-module-builder:not_json' } });
});

test.each(['guess', 'constructor'])('the call "%s" does not exist', async (name) => {
  expect(await call(name, submission())).toMatchObject({ status: 500, body: { type: 'urn:odoo-module-builder:no_such_call' } });
});
