import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { administer, dropDatabase } from '../../deployment/local/administer.js';
import { readN8nSettings } from '../../deployment/queue/n8n-settings.js';
import { webhooksOf } from '../../deployment/local/n8n-ready.js';
import { readWorkflows } from '../../deployment/local/n8n-import.js';
import { type RunningN8n, startN8n, type StartN8nOptions } from '../../deployment/local/n8n.js';
import type { N8nRuntime } from '../../deployment/local/n8n-runtime.js';
import { fromTestRun, LEAN, putPackage, ROOT } from '../support/stack.js';

const database = `n8n_start_${randomBytes(4).toString('hex')}`;
let userFolder: string;
let options: StartN8nOptions;
const started: RunningN8n[] = [];

const admin = (statement: string): Promise<void> => administer(fromTestRun('OMB_TEST_DATABASE_URL'), statement);

async function start(changes: Partial<StartN8nOptions> = {}): Promise<RunningN8n> {
  const n8n = await startN8n({ ...options, ...changes });
  started.push(n8n);
  return n8n;
}

beforeAll(async () => {
  await admin(`CREATE DATABASE ${database}`);
  userFolder = await mkdtemp(join(tmpdir(), 'omb n8n '));
  const url = fromTestRun('OMB_TEST_DATABASE_URL');
  options = {
    settings: await readN8nSettings(ROOT),
    runtime: JSON.parse(fromTestRun('OMB_TEST_N8N_RUNTIME')) as N8nRuntime,
    databaseUrl: Object.assign(new URL(url), { pathname: `/${database}` }).toString(),
    productDatabaseUrl: url,
    userFolder,
    packageTarball: fromTestRun('OMB_TEST_TARBALL'),
    workflowsFolder: join(ROOT, 'workflows'),
    hookFile: join(ROOT, 'deployment/n8n/runtime/problem-json.hook.cjs'),
  };
});
afterAll(async () => {
  for (const n8n of started) await n8n.kill();
  await dropDatabase(fromTestRun('OMB_TEST_DATABASE_URL'), database);
  await rm(userFolder, { recursive: true, force: true });
});

/** Status and media type of a call to a webhook. */
async function call(n8n: RunningN8n, path: string, init: RequestInit): Promise<[number, string | undefined]> {
  const response = await fetch(`${n8n.webhookUrl}/${path}`, init);
  await response.arrayBuffer();
  return [response.status, response.headers.get('content-type')?.split(';')[0]];
}

describe('a first start, on an empty database and in a folder with a space in its name', () => {
  test('publishes every webhook behind the API key, without a browser', async () => {
    const n8n = await start();
    expect(n8n.imported).toBe(true);
    for (const { method, path } of webhooksOf(await readWorkflows(options.workflowsFolder))) {
      expect(await call(n8n, path, { method })).toEqual([403, 'application/problem+json']);
    }
  }, 240_000);

  test('answers what is not JSON, too large or nowhere with problem+json', async () => {
    const n8n = await running();
    const headers = { 'x-api-key': n8n.apiKey, 'content-type': 'application/json' };
    expect(await call(n8n, 'specification-agent', { method: 'POST', headers, body: '{"sessionId":' })).toEqual([400, 'application/problem+json']);
    expect(await call(n8n, 'specification-agent', { method: 'POST', headers, body: 'x'.repeat(3 * 1024 * 1024) })).toEqual([413, 'application/problem+json']);
    expect(await call(n8n, 'specification-agent', { headers })).toEqual([404, 'application/problem+json']);
  });

  test('keeps its secrets to its user and listens on loopback alone', async () => {
    const n8n = await running();
    const { mode } = await stat(join(userFolder, 'secrets.json'));
    expect(mode & 0o077).toBe(0);
    const hexPort = Number(new URL(n8n.baseUrl).port).toString(16).toUpperCase().padStart(4, '0');
    const listening = (await readFile('/proc/net/tcp', 'utf8')).split('\n').filter((line) => line.includes(`:${hexPort} 00000000:0000 0A`));
    expect(listening.map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${hexPort}`]);
  });

  test('lets the owner into the editor', async () => {
    const n8n = await running();
    const body = JSON.stringify({ emailOrLdapLoginId: n8n.owner.email, password: n8n.owner.password });
    const response = await fetch(`${n8n.baseUrl}/rest/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(200);
    const page = await fetch(n8n.editorUrl);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="app">')]);
  });
});

// Lean, as the first one was not.
describe('a later start', () => {
  test('ends an n8n that a killed start left behind, comes up on the same port, and imports nothing', async () => {
    const leftover = await running();
    const after = await start({ port: Number(new URL(leftover.baseUrl).port), env: LEAN });
    expect(() => process.kill(leftover.pid, 0)).toThrow('ESRCH');
    expect([after.pid === leftover.pid, after.baseUrl, after.imported]).toEqual([false, leftover.baseUrl, false]);
  }, 120_000);

  test('in another folder says that database and folder belong together, and keeps what was compiled for the next one', async () => {
    await (await running()).stop();
    const other = join(userFolder, 'other');
    const compileCache = join(userFolder, 'compiled');
    await putPackage(other);
    await expect(start({ userFolder: other, env: LEAN, runtime: { ...options.runtime, compileCache } })).rejects.toThrow(/was made with another encryption key/);
    expect(await readdir(compileCache)).toHaveLength(1);
  }, 120_000);

  test('that cannot reach its database says so with the log’s last lines and leaves nothing running', async () => {
    await expect(start({ env: LEAN, databaseUrl: 'postgres://nobody:x@127.0.0.1:9/none', timeoutMs: 10_000 })).rejects.toThrow(/n8n (ended while it was starting|took more than)/);
    await expect(readFile(join(userFolder, 'n8n.pid'))).rejects.toThrow('ENOENT');
  }, 120_000);
});

/** The n8n that the test before left running; started when this test runs alone. */
async function running(): Promise<RunningN8n> {
  return started.at(-1) ?? (await start());
}
