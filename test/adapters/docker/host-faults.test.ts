import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerSandboxHost } from '../../../src/adapters/docker/host.js';
import { systemClock } from '../../../src/adapters/system-clock.js';
import { expectSentence } from '../../support/for-a-person.js';

/** An engine that answers what a test says; faults of the real one that cannot be made to happen at will. */
let folder: string;
let server: Server | null = null;
let engines = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-engine-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((done) => (server === null ? done() : server.close(() => done())));
  server = null;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const INFO = { ServerVersion: '20.10', NCPU: 2, MemTotal: 2 ** 31, Runtimes: { runc: { path: 'runc' } } };
const IMAGE = { Config: { Entrypoint: ['tini'], Cmd: ['postgres'] } };
type Answers = Readonly<Record<string, readonly [status: number, body: unknown]>>;

async function host(answers: Answers | RequestListener): Promise<DockerSandboxHost> {
  // One for each engine: a client keeps idle connections by path.
  const socketPath = join(folder, `${++engines}.sock`);
  const listener: RequestListener = typeof answers === 'function' ? answers : (request, response) => {
    const all: Answers = { 'GET /info': [200, INFO], ...answers };
    const [status, body] = all[`${request.method} ${request.url?.split('?')[0]}`] ?? [500, { message: `nobody expected ${request.method} ${request.url}` }];
    request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  };
  server = createServer(listener);
  await new Promise<void>((done) => server?.listen(socketPath, done));
  return hostAt(socketPath);
}

const hostAt = (socketPath: string): DockerSandboxHost => new DockerSandboxHost({ name: 'docker-1', installation: 'test', connection: { kind: 'socket', socketPath }, image: 'omb-sandbox:1', uatSocketRoot: '/tmp/none', clock: systemClock });

async function fault(of: DockerSandboxHost): Promise<{ code: string; kind: string; message: string }> {
  const error: unknown = await of.open({ sessionId: 'session-1', purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 60_000) }).catch((thrown: unknown) => thrown);
  const { code, kind, message } = error as { code: string; kind: string; message: string };
  expectSentence(message.replaceAll(/ \([^)]*\)/g, ''));
  return { code, kind, message };
}

test.each<[string, Answers, string, RegExp]>([
  ['has no such image', { 'GET /images/omb-sandbox:1/json': [404, { message: 'No such image: omb-sandbox:1' }] }, 'sandbox_image_missing', /image "omb-sandbox:1" is not on the Docker host "docker-1"\. Build or load it there/],
  ['has no disk left for a container', { 'GET /images/omb-sandbox:1/json': [200, IMAGE], 'POST /containers/create': [500, { message: 'mkdir /var/lib/docker/overlay2/x: no space left on device' }] }, 'docker_disk_full', /disk of the Docker host "docker-1" is full: it could not create a sandbox\. Free some space/],
  ['cannot look at its images', { 'GET /images/omb-sandbox:1/json': [500, { message: 'layer store is corrupt' }] }, 'docker_failed', /"docker-1" could not look at the sandbox image\. It says: "layer store is corrupt"\.$/],
  [
    'does not start what it made, and that is removed',
    { 'GET /images/omb-sandbox:1/json': [200, IMAGE], 'POST /containers/create': [201, { Id: 'c1' }], 'POST /containers/c1/start': [500, { message: 'OCI runtime create failed: cgroups are not mounted' }], 'DELETE /containers/c1': [204, null] },
    'sandbox_start_failed', /^A sandbox did not start: .*cgroups are not mounted"\.$/,
  ],
])('a Docker host that %s is told in a sentence, to be tried again', async (_, answers, code, words) => {
  const found = await fault(await host(answers));
  expect(found).toMatchObject({ kind: 'transient', code, message: expect.stringMatching(words) });
});

test.each<[string, () => Promise<DockerSandboxHost>]>([
  ['is not there', async () => hostAt(join(folder, 'nowhere.sock'))],
  ['hangs up', () => host((request) => void request.socket.destroy())],
])('a Docker host that %s is told as away, with what to look at', async (_, away) => {
  expect(await fault(await away())).toMatchObject({ kind: 'transient', code: 'docker_unreachable', message: expect.stringMatching(/^The Docker host "docker-1" does not answer .*Is Docker running there, and may this process reach it\?$/) });
});
