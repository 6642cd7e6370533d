import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../deployment/local/ports.js';
import type { QueueTools } from '../../deployment/local/queue.js';
import { uatNginxConf } from '../../deployment/queue/uat-nginx-conf.js';
import { hostNginxConf } from '../../deployment/queue/nginx-conf.js';
import { issueUatLink } from '../../src/app/issue-uat-link.js';
import { newOrigin } from '../../src/app/uat-origin.js';
import type { App } from '../../src/app/app.js';
import { readConfig } from '../../src/config.js';
import { startGateway, type Gateway } from '../../src/gateway/server.js';
import { createLog } from '../../src/log.js';
import { MemoryUatStore } from '../fakes/uat-store.js';
import { Authority } from '../support/certificates.js';
import { testImages } from '../support/images.js';
import { fromTestRun } from '../support/stack.js';
import { createNetwork } from '../support/network.js';
import { docker } from './host/debian-host.js';

/** The door of live Odoos as a deployment has it: nginx-uat.conf, the gateway service, and a UAT gateway for each Docker host; what stands for Odoo says what it was asked. */
const ROOT = resolve(__dirname, '../..');
const DOMAIN = 'uat.builder.example';
const FRONTEND = 'https://app.example.com';
const NETWORK = `omb-test-door-${process.pid}`;
const WWW_DATA = 33;
/** Docker hosts, by the last number of their addresses. */
const [FIRST, SECOND, IMPOSTOR, AWAY] = ['2', '3', '4', '99'] as const;
const SLUGS = { [FIRST]: 'a'.repeat(20), [SECOND]: 'b'.repeat(20), [IMPOSTOR]: 'c'.repeat(20), [AWAY]: 'd'.repeat(20) };

let subnet: string;
let folder: string;
let port: number;
let door: Door;
let app: App;
const uats = new MemoryUatStore();
const odoos: Server[] = [];
const containers: string[] = [];

/** nginx and the gateway service as they stand on one n8n host. */
interface Door {
  readonly app: App;
  readonly gateway: Gateway;
  readonly nginx: ChildProcess;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A browser that takes any certificate. */
function ask(slug: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((done, failed) => {
    const call = request({ host: '127.0.0.1', port, path, servername: `${slug}.${DOMAIN}`, rejectUnauthorized: false, ...options, headers: { host: `${slug}.${DOMAIN}`, ...options.headers } }, (response) => {
      text(response).then((body) => done({ status: response.statusCode ?? 0, headers: response.headers, body }), failed);
    });
    call.on('upgrade', (response, socket) => {
      socket.destroy();
      done({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    call.on('error', failed).end();
  });
}

const addressOf = (host: string): string => `${subnet}.${host}`;

/** Says which one it is and what it was asked, and lets `admin` in. */
async function odoo(host: string, slug: string): Promise<void> {
  const directory = join(folder, addressOf(host), slug);
  mkdirSync(directory, { recursive: true });
  const server = createServer((req, res) => {
    if (req.url === '/web/session/authenticate') return void res.setHeader('set-cookie', 'session_id=of-the-person; HttpOnly; Path=/').end(JSON.stringify({ result: { uid: 2 } }));
    res.setHeader('x-frame-options', 'SAMEORIGIN').setHeader('content-type', 'application/json').end(JSON.stringify({ host, url: req.url, headers: req.headers }));
  });
  server.on('upgrade', (_req, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n'));
  const socket = join(directory, 'http.sock');
  await new Promise<void>((listening) => server.listen(socket, listening));
  chmodSync(socket, 0o666);
  odoos.push(server);
}

/** As deployment/hosts/docker-host.ts runs it. */
async function uatGateway(host: string, authority: Authority): Promise<void> {
  const address = addressOf(host);
  const tls = join(folder, `tls-${address}`);
  mkdirSync(tls);
  const { cert, key } = authority.issue(`uat.${address}`, 'serverAuth');
  await Promise.all([writeFile(join(tls, 'cert.pem'), cert), writeFile(join(tls, 'key.pem'), key, { mode: 0o400 }), copyFile(join(folder, 'etc/docker-client/cert.pem'), join(tls, 'client.pem'))]);
  chownSync(join(tls, 'key.pem'), WWW_DATA, WWW_DATA);
  const name = `${NETWORK}-${address}`;
  containers.push(name);
  await docker(
    'run', '--detach', '--name', name, '--network', NETWORK, '--ip', address, '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp:mode=1777,size=256m',
    '--volume', `${join(folder, address)}:/run/uat:ro`, '--volume', `${tls}:/etc/uat-gateway/tls:ro`, '--env', 'OMB_UAT_SCHEME=https', '--env', 'OMB_UAT_DOMAIN=uat.internal', '--env', `OMB_FRONTEND_ORIGIN=${FRONTEND}`, testImages().uatGateway,
  );
}

const selfSigned = (cert: string, key: string, ...more: readonly string[]): unknown => execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=n8n', ...more, '-keyout', key, '-out', cert], { stdio: 'pipe' });

/** @param listen as nginx says it; `env` is the gateway service's */
async function openDoor(name: string, domain: string | null, listen: string, env: Readonly<Record<string, string>>): Promise<Door> {
  const service = join(folder, name);
  mkdirSync(join(service, '_gateway'), { recursive: true });
  const inner = await freePort();
  const config = readConfig({ OMB_UAT_SCHEME: 'https', OMB_UAT_DOOR: `http://127.0.0.1:${inner}`, OMB_FRONTEND_ORIGIN: FRONTEND, ...env });
  const clock = { now: () => new Date(), sleep: async () => undefined };
  const own = { uats, config, clock, log: createLog('warn'), store: { find: async (id: string) => ({ id, state: 'uat', version: 7 }) } } as unknown as App;
  const gateway = await startGateway(own, { host: '127.0.0.1', port: 0, socketPath: join(service, '_gateway/http.sock') });
  const { nginx: binary } = JSON.parse(fromTestRun('OMB_TEST_QUEUE_TOOLS')) as QueueTools;
  const version = /nginx\/([\d.]+)/.exec(execFileSync('sh', ['-c', `${binary} -v 2>&1`], { encoding: 'utf8' }))?.[1] ?? '0';
  const site = uatNginxConf(hostNginxConf(await readFile(join(ROOT, 'deployment/n8n/configs/nginx-uat.conf'), 'utf8'), version), { domain, frontendOrigin: FRONTEND })
    .replace(/listen \S+ ssl/, `listen ${listen} ssl`).replace(/^ *listen \[::\].*\n/m, '').replace('127.0.0.1:5676', `127.0.0.1:${inner}`)
    .replaceAll('/etc/odoo-module-builder', join(folder, 'etc')).replaceAll('/var/lib/odoo-module-builder/uat', service).replaceAll('/var/log/nginx', service).replaceAll('/opt/odoo-module-builder/uat-pages', join(folder, 'pages'));
  await writeFile(join(service, 'nginx.conf'), `user root;\ndaemon off;\npid ${service}/nginx.pid;\nerror_log ${service}/error.log warn;\nevents {}\nhttp {\n${site}\n}\n`);
  const nginx = spawn(binary, ['-c', join(service, 'nginx.conf'), '-p', service], { stdio: 'inherit' });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(config.OMB_UAT_DOOR).then(() => true, () => false)) return { app: own, gateway, nginx };
    await sleep(100);
  }
  throw new Error(`nginx does not answer: ${await readFile(join(service, 'error.log'), 'utf8')}`);
}

/** A container that has begun does not listen yet. */
async function untilServed(slug: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await ask(slug, '/')).status === 200) return;
    await sleep(100);
  }
  throw new Error(`The gateway of ${slug} does not answer`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-door-'));
  chmodSync(folder, 0o755);
  // The clone's own folder may have a blank in its name, a host's has none.
  await cp(join(ROOT, 'deployment/uat-gateway/pages'), join(folder, 'pages'), { recursive: true });
  for (const each of ['etc/tls', 'etc/docker-client']) mkdirSync(join(folder, each), { recursive: true });
  selfSigned(join(folder, 'etc/docker-client/cert.pem'), join(folder, 'etc/docker-client/key.pem'), '-addext', 'extendedKeyUsage=clientAuth');
  for (const prefix of ['', 'uat-']) selfSigned(join(folder, `etc/tls/${prefix}fullchain.pem`), join(folder, `etc/tls/${prefix}privkey.pem`));
  const [first, second, nobody] = ['first', 'second', 'nobody'].map((name) => new Authority(folder, name)) as [Authority, Authority, Authority];
  await writeFile(join(folder, 'etc/docker-client/ca.pem'), first.ca + second.ca);
  subnet = await createNetwork(NETWORK);
  for (const [host, slug] of Object.entries(SLUGS)) {
    await odoo(host, slug);
    await uats.save({ slug, sessionId: `session-${slug}`, sandboxId: 'x', host: addressOf(host), leaseId: 'x', login: 'admin', password: 'x', entryPath: '/odoo/action-7', createdAt: new Date() });
  }
  await Promise.all([uatGateway(FIRST, first), uatGateway(SECOND, second), uatGateway(IMPOSTOR, nobody)]);
  port = await freePort();
  door = await openDoor('names', DOMAIN, `127.0.0.1:${port}`, { OMB_UAT_DOMAIN: DOMAIN });
  ({ app } = door);
  for (const host of [FIRST, SECOND]) await untilServed(SLUGS[host]);
}, 120_000);

afterAll(async () => {
  if (door !== undefined) await closeDoor(door);
  for (const server of odoos) server.close();
  for (const name of containers) await docker('rm', '--force', name);
  await docker('network', 'rm', NETWORK);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function closeDoor({ nginx, gateway }: Door): Promise<void> {
  const ended = once(nginx, 'exit');
  nginx.kill('SIGTERM');
  await ended;
  await gateway.close();
}

const pathOf = async (slug: string): Promise<string> => {
  const url = new URL((await issueUatLink(app, `session-${slug}`)).url);
  expect(url.origin).toBe(`https://${slug}.${DOMAIN}`);
  return url.pathname + url.search;
};

test('leads each name to the Docker host that has it, and tells Odoo what the person called it and who they are', async () => {
  for (const host of [FIRST, SECOND]) {
    const slug = SLUGS[host];
    const { status, body } = await ask(slug, '/odoo?debug=1', { headers: { cookie: 'session_id=mine', 'x-forwarded-for': '198.51.100.9', 'x-forwarded-host': 'evil.example' } });
    expect([status, JSON.parse(body)]).toEqual([200, {
      host, url: '/odoo?debug=1',
      headers: expect.objectContaining({ host: `${slug}.${DOMAIN}`, 'x-forwarded-host': `${slug}.${DOMAIN}`, 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1', cookie: 'session_id=mine' }),
    }]);
  }
});

test('a one-time link logs in over the door, once, with a cookie that is fit for a frame', async () => {
  const slug = SLUGS[SECOND];
  const path = await pathOf(slug);
  const { status, headers } = await ask(slug, path);
  expect([status, headers['location'], headers['set-cookie']]).toEqual([303, '/odoo/action-7', ['session_id=of-the-person; Path=/; HttpOnly; SameSite=None; Secure; Partitioned']]);
  expect((await ask(slug, path)).status).toBe(410);
  expect((await ask(SLUGS[FIRST], await pathOf(slug))).status).toBe(410);
});

test('lets websockets through', async () => {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' };
  expect((await ask(SLUGS[FIRST], '/websocket', { headers })).status).toBe(101);
});

test('a name that nobody has is a page that says so, whatever is asked', async () => {
  for (const path of ['/', '/__uat/enter?token=x', '/websocket', '/__instance', '/instance']) expect([path, await ask('z'.repeat(20), path)]).toEqual([path, expect.objectContaining({ status: 404, body: expect.stringContaining('There is no Odoo here') })]);
  // What tells where instances are is for nginx alone.
  expect((await ask(SLUGS[FIRST], '/__instance')).status).toBe(404);
});

test('a Docker host that is away, and one that is not who it should be, come to a page for a person', async () => {
  for (const host of [AWAY, IMPOSTOR]) {
    const { status, headers, body } = await ask(SLUGS[host], '/odoo');
    expect([host, status, headers['retry-after'], body]).toEqual([host, 503, '30', expect.stringContaining('Your Odoo cannot be reached')]);
  }
  const { status, body } = await ask(SLUGS[AWAY], await pathOf(SLUGS[AWAY]));
  expect([status, body]).toEqual([503, expect.stringContaining('Your Odoo does not answer')]);
}, 30_000);

test('the gateway on a Docker host answers nobody but the door', async () => {
  // No name in the handshake, as the door has none there.
  const direct = (options: RequestOptions): Promise<Answer> => ask(SLUGS[FIRST], '/', { host: addressOf(FIRST), port: 8443, servername: '', headers: { host: `${SLUGS[FIRST]}.uat.internal`, 'x-forwarded-host': 'a.example' }, ...options });
  const [cert, key] = ['door-not.pem', 'door-not.key'].map((name) => join(folder, name)) as [string, string];
  selfSigned(cert, key);
  const ours = { cert: await readFile(join(folder, 'etc/docker-client/cert.pem')), key: await readFile(join(folder, 'etc/docker-client/key.pem')) };
  expect((await direct(ours)).status).toBe(200);
  const refused = { status: 400, body: expect.stringContaining('certificate') };
  expect(await direct({})).toMatchObject(refused);
  expect(await direct({ cert: await readFile(cert), key: await readFile(key) })).toMatchObject(refused);
});

test('frames are for the frontend alone, on every page of its own and of Odoo', async () => {
  const slug = SLUGS[FIRST];
  for (const [name, path] of [[slug, '/web'], [slug, '/__uat/enter'], ['z'.repeat(20), '/'], [SLUGS[AWAY], '/']] as const) {
    const { headers } = await ask(name, path);
    expect([path, String(headers['content-security-policy']).match(/frame-ancestors [^;,]*/g), headers['x-frame-options']]).toEqual([path, [`frame-ancestors 'self' ${FRONTEND}`], undefined]);
  }
}, 30_000);

test('who tries links at a rush is told to wait', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(SLUGS[FIRST], '/__uat/enter')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([410, 429]));
  expect(answers.find(({ status }) => status === 429)).toMatchObject({ headers: { 'retry-after': '10' }, body: expect.stringContaining('Too many requests at once') });
});

test('without a domain each has a port, and Odoo is not told the cookie of the editor, which has the same address', async () => {
  const [first, second] = [SLUGS[FIRST], SLUGS[SECOND]];
  const range = await freePort();
  const ports = await openDoor('ports', null, `127.0.0.1:${range}-${range + 1}`, { OMB_UAT_DOMAIN: '127.0.0.1', OMB_UAT_PORTS: `${range}-${range + 1}` });
  try {
    const there = (at: number, path: string, headers: Record<string, string> = {}): Promise<Answer> => ask('', path, { port: at, headers: { host: `127.0.0.1:${at}`, ...headers } });
    expect((await there(range, '/')).status).toBe(404);
    expect([await newOrigin(ports.app, second), await newOrigin(ports.app, first)]).toEqual([`https://127.0.0.1:${range}`, `https://127.0.0.1:${range + 1}`]);
    await expect(newOrigin(ports.app, 'e'.repeat(20))).rejects.toMatchObject({ code: 'no_uat_port' });
    const { body } = await there(range + 1, '/odoo', { cookie: 'a=1; n8n-auth=secret; session_id=mine' });
    expect(JSON.parse(body)).toMatchObject({ host: FIRST, headers: { host: `127.0.0.1:${range + 1}`, cookie: 'a=1; session_id=mine' } });
    expect(JSON.parse((await there(range, '/odoo', { cookie: 'n8n-auth=secret' })).body)).toEqual({ host: SECOND, url: '/odoo', headers: expect.not.objectContaining({ cookie: expect.anything() }) });
    const url = new URL((await issueUatLink(ports.app, `session-${second}`)).url);
    expect(url.origin).toBe(`https://127.0.0.1:${range}`);
    // Not the port of another one.
    expect((await there(range + 1, url.pathname + url.search)).status).toBe(410);
    const { url: again } = await issueUatLink(ports.app, `session-${second}`);
    const entered = await there(range, again.slice(url.origin.length));
    expect([entered.status, entered.headers['location'], entered.headers['clear-site-data']]).toEqual([303, '/odoo/action-7', '"cache", "storage"']);
  } finally {
    await closeDoor(ports);
  }
}, 60_000);

test('no token of a link is in a log', async () => {
  await sleep(11_000);
  const path = await pathOf(SLUGS[FIRST]);
  expect((await ask(SLUGS[FIRST], path)).status).toBe(303);
  await door.gateway.close();
  const away = await ask(SLUGS[FIRST], path);
  expect([away.status, away.body]).toEqual([503, expect.stringContaining('cannot be reached')]);
  const logs = (await Promise.all(['access.log', 'error.log'].map((name) => readFile(join(folder, 'names', name), 'utf8')))).join('') + (await docker('logs', `${NETWORK}-${addressOf(FIRST)}`));
  expect(logs).toContain('/__uat/enter');
  expect(logs).not.toContain('token=');
}, 30_000);
