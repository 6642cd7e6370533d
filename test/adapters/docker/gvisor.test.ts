import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DockerSandboxHost } from '../../../src/adapters/docker/host.js';
import { systemClock } from '../../../src/adapters/system-clock.js';

/** An engine that tells these runtimes, and keeps what it is asked to create. */
let folder: string;
let server: Server;
let runtimes: Readonly<Record<string, unknown>>;
let created: { readonly HostConfig: { readonly Runtime?: string } }[];

const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
  const asked = `${request.method} ${request.url?.split('?')[0]}`;
  if (asked === 'GET /info') return [200, { ServerVersion: '20.10', NCPU: 2, MemTotal: 2 ** 31, Runtimes: runtimes }];
  if (asked.startsWith('GET /images/')) return [200, { Config: { Entrypoint: ['tini'], Cmd: ['postgres'] } }];
  if (asked !== 'POST /containers/create') return [404, { message: 'no such container' }];
  created.push(JSON.parse(await text(request)) as (typeof created)[number]);
  return [201, { Id: 'c1' }];
};

beforeEach(async () => {
  created = [];
  folder = await mkdtemp(join(tmpdir(), 'omb-engine-'));
  server = createServer((request, response) => void answer(request).then(([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))));
  await new Promise<void>((done) => server.listen(join(folder, 'docker.sock'), done));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
  await rm(folder, { recursive: true, force: true });
});

const host = (): DockerSandboxHost => new DockerSandboxHost({ name: 'docker-1', installation: 'test', connection: { kind: 'socket', socketPath: join(folder, 'docker.sock') }, image: 'omb-sandbox:1', uatSocketRoot: '/tmp/none', clock: systemClock });
/** This engine starts nothing: what it was asked for is what counts. */
const open = (on: DockerSandboxHost): Promise<unknown> => on.open({ sessionId: 'session-1', purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 60_000) }).catch(() => null);

test.each([
  ['has gVisor', { runc: {}, runsc: { path: '/usr/bin/runsc' } }, 'runsc'],
  ['does not have it', { runc: {} }, undefined],
])('on a host that %s a sandbox runs accordingly, and the host says so', async (_what, offered, runtime) => {
  runtimes = offered;
  const on = host();
  await open(on);
  expect(created.map(({ HostConfig }) => HostConfig.Runtime)).toEqual([runtime]);
  expect(await on.ping()).toMatchObject({ gvisor: runtime !== undefined });
});

test('a host that is given gVisor later uses it from the next look on', async () => {
  runtimes = { runc: {} };
  const on = host();
  await open(on);
  runtimes = { runc: {}, runsc: {} };
  await on.ping();
  await open(on);
  expect(created.map(({ HostConfig }) => HostConfig.Runtime)).toEqual([undefined, 'runsc']);
});
