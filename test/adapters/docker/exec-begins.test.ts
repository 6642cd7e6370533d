import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import Docker from 'dockerode';
import { runExec, spawnExec } from '../../../src/adapters/docker/exec.js';

const WORDS = 'OCI runtime exec failed: exec failed: unable to start container process: error executing setns process: exit status 1: unknown';

let folder: string;
let server: Server;
/** Processes that were asked for. */
let asked: number;
/** So many of them the engine cannot begin; a fault of the real one that cannot be made to happen at will. */
let failing: number;
let container: Docker.Container;
/** The server forgets those. */
const upgraded = new Set<Duplex>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-engine-'));
  asked = 0;
  const begins = (path = ''): boolean => Number(/\d+/.exec(path.replace(/^.*exec/, ''))?.[0]) > failing;
  server = createServer((request, response) => {
    const made = request.url?.endsWith('/containers/c1/exec') === true;
    const body = made ? { Id: `${(asked += 1)}` } : { Running: false, ...(begins(request.url) ? { Pid: 7, ExitCode: 0 } : { Pid: 0, ExitCode: 126 }) };
    request.resume().on('end', () => response.writeHead(made ? 201 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  });
  server.on('upgrade', ({ url }, socket) => {
    upgraded.add(socket);
    const text = Buffer.from(begins(url) ? 'here' : WORDS);
    socket.write('HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    socket.end(Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), text]));
  });
  const socketPath = join(folder, 'docker.sock');
  await new Promise<void>((done) => server.listen(socketPath, done));
  container = new Docker({ socketPath }).getContainer('c1');
});
afterEach(async () => {
  server.closeAllConnections();
  for (const socket of upgraded) socket.destroy();
  await new Promise<void>((done) => server.close(() => done()));
  await rm(folder, { recursive: true });
});

const command = { command: ['true'], user: 'odoo', timeoutMs: 10_000 } as const;

test('a command that the engine could not begin is begun again: its words are not the command’s own', async () => {
  failing = 2;
  expect(await runExec(container, command)).toMatchObject({ exitCode: 0, stdout: 'here' });
  expect(asked).toBe(3);
});

test('a command that it cannot begin at all ends with the engine’s exit code and words, after three tries more', async () => {
  failing = 100;
  expect(await runExec(container, command)).toMatchObject({ exitCode: 126, stdout: WORDS });
  expect(asked).toBe(4);
});

test('a process with open stdio that the engine could not begin is begun again', async () => {
  failing = 1;
  const { stdout } = await spawnExec(container, command);
  const heard = await new Promise<string>((resolve) => stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  expect([heard, asked]).toEqual(['here', 2]);
});

test('one that it cannot begin at all is an error with its words, and no process that has ended', async () => {
  failing = 100;
  await expect(spawnExec(container, command)).rejects.toThrow(WORDS);
  expect(asked).toBe(4);
});
