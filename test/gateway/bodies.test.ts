import type { App } from '../../src/app/app.js';
import { readConfig } from '../../src/config.js';
import { startGateway, type Gateway } from '../../src/gateway/server.js';
import { createLog } from '../../src/log.js';
import { answerMistakes } from '../support/openapi.js';

/** The token is asked for behind what reads the body, and before anything is looked up: a 401 says that the body was let pass. */
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ config: readConfig({}), log: createLog('silent') } as App, { host: '127.0.0.1', port: 0 });
});
afterAll(() => gateway.close());

async function post(body: string | undefined, type: string): Promise<{ readonly status: number; readonly mistakes: readonly string[] }> {
  const response = await fetch(`${gateway.url}/sessions/library-1/uat-links`, { method: 'POST', headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) });
  return { status: response.status, mistakes: answerMistakes('post', '/sessions/{id}/uat-links', { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() }) };
}

test.each<[string, string | undefined, string, number]>([
  ['none, said to be JSON, as some libraries say of every POST', undefined, 'application/json', 401],
  ['an empty object', '{}', 'application/json', 401],
  ['what is said to be JSON and is none', 'x', 'application/json', 401],
  ['a form', 'a=b', 'application/x-www-form-urlencoded', 401],
  ['more than 64 KiB', 'x'.repeat(65 * 1024), 'text/plain', 413],
])('a link is asked for with a body that is %s', async (_, body, type, status) => {
  expect(await post(body, type)).toEqual({ status, mistakes: [] });
});
