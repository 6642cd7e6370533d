import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CodingAgent } from '../../nodes/CodingAgent/CodingAgent.node.js';
import { runNode, type NodeRun } from '../support/run-node.js';

/** The stages' webhooks: what they were called with, and what they answer next. */
let server: Server;
const calls: { method: string | undefined; url: string | undefined; key: unknown; body: unknown }[] = [];
let answers: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void json(request).then((body) => {
      calls.push({ method: request.method, url: request.url, key: request.headers['x-api-key'], body });
      response.writeHead(answers.shift() ?? 200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env['OMB_STAGE_BASE_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
});

beforeEach(() => {
  calls.length = 0;
  answers = [];
});

afterAll(() => {
  delete process.env['OMB_STAGE_BASE_URL'];
  server.closeAllConnections();
  server.close();
});

const trigger = (items: Parameters<typeof runNode>[0]['items'], onError?: 'continueRegularOutput'): Promise<NodeRun> =>
  runNode({ node: new CodingAgent(), parameters: { operation: 'trigger' }, items, credentials: { httpHeaderAuth: { name: 'X-API-Key', value: 'the-key' } }, ...(onError === undefined ? {} : { onError }) });

const coding = { sessionId: 'abcdefgh', state: 'coding', version: 3, next: { stage: 'coding', sessionId: 'abcdefgh', version: 3 } };

test('the stage that comes next is called with the key, and with ids only', async () => {
  const next = { stage: 'opening_uat', sessionId: 'abcdefgh', version: 7 };
  const { error, items } = await trigger([{ sessionId: 'abcdefgh', state: 'opening_uat', version: 7, more: 'not for the stage', next }]);
  expect(error).toBeNull();
  expect(calls).toEqual([{ method: 'POST', url: '/webhook/stage-opening-uat', key: 'the-key', body: { sessionId: 'abcdefgh', version: 7 } }]);
  expect(items).toEqual([{ json: next, pairedItem: { item: 0 } }]);
});

test.each([
  ['a session that waits for a person', { sessionId: 'abcdefgh', state: 'spec_review', version: 2, next: null }],
  ['an item of something else', { hello: 'n8n' }],
])('nothing is called for %s', async (_, item) => {
  expect(await trigger([item])).toMatchObject({ error: null, items: [] });
  expect(calls).toEqual([]);
});

test('a webhook that is not there at once is tried again', async () => {
  answers = [503];
  expect((await trigger([coding])).error).toBeNull();
  expect(calls).toHaveLength(2);
});

test('one that stays away is told to the operator, who learns which setting to look at', async () => {
  answers = [404, 404, 404];
  const { error } = await trigger([coding]);
  expect(error?.message).toMatch(/^The stage "coding" could not be triggered at .*\/stage-coding: it answered 404\. Is OMB_STAGE_BASE_URL/);
  expect(calls).toHaveLength(3);
});

test('or is a problem in the item where the sweep will do it', async () => {
  answers = [404, 404, 404];
  const { error, items } = await trigger([coding], 'continueRegularOutput');
  expect(error).toBeNull();
  expect(items).toMatchObject([{ json: { problem: { type: 'urn:odoo-module-builder:stage_not_triggered', status: 503 } } }]);
});
