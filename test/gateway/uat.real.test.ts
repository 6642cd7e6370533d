import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import Fastify, { type FastifyInstance } from 'fastify';
import { chromium, type Browser, type Page } from 'playwright-core';
import { freePort } from '../../deployment/local/ports.js';
import { startUatGateway, type UatGateway } from '../../deployment/local/uat-gateway.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { SandboxLiveOdoo } from '../../src/adapters/odoo/uat-odoo.js';
import type { App } from '../../src/app/app.js';
import { issueUatLink } from '../../src/app/issue-uat-link.js';
import { newUatSlug, uatOrigin } from '../../src/app/uat-address.js';
import { readConfig, type Config } from '../../src/config.js';
import { uatRoutes } from '../../src/gateway/uat.js';
import { createLog } from '../../src/log.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { MemoryUatStore } from '../fakes/uat-store.js';
import { shelfModule } from '../support/shelf-module.js';
import { containersOf } from '../support/docker.js';
import { testImages } from '../support/images.js';

/** Playwright's own --disable-features turns the partitioning of third-party storage off: that is the browser that blocks it. */
const BLOCKING = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] };
/** The last --disable-features counts: an ordinary Chromium again. */
const ORDINARY = { ...BLOCKING, args: [...BLOCKING.args, '--disable-features=Translate'] };
const VIEWPORT = { width: 1280, height: 800 };
const SESSION = `uat-gateway-${process.pid}`;
const clock = { now: () => new Date(), sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)) };

const docker = new Docker();
let root: string;
let host: DockerSandboxHost;
let sandbox: Sandbox;
let gateway: UatGateway;
let service: FastifyInstance;
let browser: Browser;
let blocking: Browser;
let config: Config;
let app: App;
let slug: string;
let port: number;
const servers: Server[] = [];

/** A page of a frontend that shows whatever `?src=` says in a frame; its origin. */
async function frontend(): Promise<string> {
  const server = createServer((req, res) => {
    const src = new URL(req.url ?? '/', 'http://x').searchParams.get('src') ?? 'about:blank';
    res.setHeader('content-type', 'text/html').end(`<title>Frontend</title><h3>The frontend, on another site</h3><iframe name="odoo" src="${src}" style="width:1200px;height:650px"></iframe>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ask(path: string, options: { host?: string; headers?: Record<string, string>; method?: string } = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: { host: options.host ?? `${slug}.uat.localhost:${port}`, ...options.headers } }, (response) => {
      response.resume();
      resolve(response);
    });
    call.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    call.on('error', reject).end();
  });
}

const link = async (): Promise<string> => (await issueUatLink(app, SESSION)).url;
const pathOf = (url: string): string => url.slice(new URL(url).origin.length);

beforeAll(async () => {
  const images = testImages();
  root = await mkdtemp(join(tmpdir(), 'omb-uat-'));
  const allowed = await frontend();
  port = await freePort();
  config = readConfig({ OMB_UAT_SOCKET_ROOT: root, OMB_UAT_DOMAIN: `uat.localhost:${port}`, OMB_FRONTEND_ORIGIN: allowed, OMB_SANDBOX_IMAGE: images.sandbox });
  const uats = new MemoryUatStore();
  app = { uats, config, clock, log: createLog('warn'), store: { find: async () => ({ id: SESSION, state: 'uat', version: 7 }) } } as unknown as App;

  await mkdir(join(root, '_gateway'));
  service = Fastify();
  await service.register(uatRoutes(app));
  await service.listen({ path: join(root, '_gateway', 'http.sock'), readableAll: true, writableAll: true });
  gateway = await startUatGateway({ image: images.uatGateway, port, socketRoot: root, domain: config.OMB_UAT_DOMAIN, scheme: 'http', frontendOrigin: allowed });

  host = new DockerSandboxHost({ name: 'local', installation: SESSION, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image: images.sandbox, uatSocketRoot: root, clock });
  slug = newUatSlug();
  sandbox = await host.open({ sessionId: SESSION, purpose: 'uat', slug, fence: 1, expiresAt: new Date(Date.now() + 900_000) });
  const { entryPath } = await new SandboxLiveOdoo().start(sandbox, { module: 'shelf', files: shelfModule(), demo: true, publicUrl: uatOrigin(config, slug), login: 'admin', password: 'a-random-password' });
  await uats.save({ slug, sessionId: SESSION, sandboxId: sandbox.id, host: 'local', leaseId: 'lease', login: 'admin', password: 'a-random-password', entryPath, createdAt: new Date() });
  browser = await chromium.launch(ORDINARY);
  blocking = await chromium.launch(BLOCKING);
}, 180_000);

afterAll(async () => {
  await blocking?.close();
  await browser?.close();
  await sandbox?.destroy();
  await gateway?.stop();
  await service?.close();
  for (const server of servers) server.close();
  await rm(root, { recursive: true, force: true });
}, 60_000);

/** A frontend's page with the instance in its frame. */
async function framed(origin: string, by: Browser): Promise<Page> {
  const page = await (await by.newContext({ viewport: VIEWPORT })).newPage();
  await page.goto(`${origin}/?src=${encodeURIComponent(await link())}`);
  return page;
}

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env['OMB_TEST_SHOTS']) await page.screenshot({ path: join(process.env['OMB_TEST_SHOTS'], `${name}.png`) });
};

describe('a UAT instance', () => {
  test('opens logged in, at the module’s menu, in a frame of the configured frontend on another site, and can be worked with', async () => {
    const page = await framed(config.OMB_FRONTEND_ORIGIN, browser);
    const odoo = page.frameLocator('iframe[name=odoo]');
    await odoo.locator('.o_list_view').waitFor({ timeout: 60_000 });
    await odoo.locator('.o_list_button_add').click();
    await odoo.locator('.o_form_view div[name=name] input').fill('Poetry');
    await odoo.locator('.o_form_button_save').click();
    await odoo.locator('.o-mail-Chatter').getByText('Shelf created').waitFor();
    await shot(page, 'allowed-origin');
    const cookies = await page.context().cookies();
    expect(cookies.filter((cookie) => cookie.name === 'session_id')).toEqual([expect.objectContaining({ httpOnly: true, secure: true, sameSite: 'None', partitionKey: expect.stringContaining('127.0.0.1') })]);
    await page.context().close();
  }, 120_000);

  test('says what to do where the browser blocks third-party storage, instead of staying blank', async () => {
    const page = await framed(config.OMB_FRONTEND_ORIGIN, blocking);
    await page.frameLocator('iframe[name=odoo]').getByText('open it in a tab of its own').waitFor({ timeout: 30_000 });
    await shot(page, 'storage-blocked');
    await page.context().close();
  }, 60_000);

  test('is refused in a frame of any other origin', async () => {
    const page = await framed(await frontend(), browser);
    const refused = (): boolean => page.frames().some((frame) => frame.url().startsWith('chrome-error:'));
    for (let tries = 0; !refused() && tries < 100; tries++) await page.waitForTimeout(100);
    await shot(page, 'other-origin');
    expect(page.frames().slice(1).map((frame) => frame.url())).toEqual([expect.stringMatching(/^chrome-error:/)]);
    await page.context().close();
  }, 60_000);

  test('opens in a tab of its own too, and the token is gone from the address', async () => {
    const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(await link());
    await page.locator('.o_list_view').waitFor({ timeout: 60_000 });
    expect(new URL(page.url()).search).toBe('');
    await shot(page, 'own-tab');
    expect(errors).toEqual([]);
    await page.context().close();
  }, 90_000);

  test('answers a websocket with 101, and its cookie is fit for a frame there too', async () => {
    const entered = await ask(pathOf(await link()));
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    const answer = await ask('/websocket?version=19.0-2', { headers: { cookie, origin: `http://${slug}.uat.localhost:${port}`, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' } });
    expect(answer.statusCode).toBe(101);
    for (const set of answer.headers['set-cookie'] ?? []) expect(set).toMatch(/SameSite=None; Secure; Partitioned/);
  });

  test('lets a one-time link in once: the second time it tells where to get a new one', async () => {
    const path = pathOf(await link());
    const first = await ask(path);
    expect([first.statusCode, first.headers.location]).toEqual([303, expect.stringMatching(/^\/odoo\/action-\d+$/)]);
    expect((await ask(path)).statusCode).toBe(410);
    const page = await browser.newPage();
    await page.goto(`http://${slug}.uat.localhost:${port}${path}`);
    await expect(page.textContent('h1')).resolves.toBe('This link has been used');
    await shot(page, 'link-used');
    await page.close();
  }, 30_000);

  test('does not spend a link on HEAD or on a prefetch', async () => {
    const path = pathOf(await link());
    expect((await ask(path, { method: 'HEAD' })).statusCode).toBe(404);
    expect((await ask(path, { headers: { 'sec-purpose': 'prefetch' } })).statusCode).toBe(503);
    expect((await ask(path)).statusCode).toBe(303);
  });

  test('tells who asks too much at once to wait, and does not spend a link by that', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask('/__uat/enter')));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([410, 429]));
    const page = await browser.newPage();
    // Others go on asking until the page has its answer, however long the browser takes.
    let asking = true;
    const others = Promise.all(Array.from({ length: 20 }, async () => {
      while (asking) await ask('/__uat/enter');
    }));
    // Two a second are let in, whoever they are: now and then the page is one of them.
    let path = '';
    let shown: string | null = null;
    for (let tries = 0; tries < 5 && shown !== 'Too many requests at once'; tries++) {
      path = pathOf(await link());
      const answer = await page.goto(`http://${slug}.uat.localhost:${port}${path}`);
      shown = answer?.status() === 429 ? await page.textContent('h1') : null;
    }
    asking = false;
    await others;
    expect(shown).toBe('Too many requests at once');
    await page.close();
    await clock.sleep(6_000);
    expect((await ask(path)).statusCode).toBe(303);
  }, 90_000);

  test('takes no link of another instance', async () => {
    await app.uats.save({ slug: 'b'.repeat(20), sessionId: 'another-session', sandboxId: 'x', host: 'local', leaseId: 'x', login: 'admin', password: 'x', entryPath: '/odoo', createdAt: new Date() });
    const { url } = await issueUatLink(app, 'another-session');
    expect((await ask(pathOf(url))).statusCode).toBe(410);
  });

  test('refuses the frame to everybody but its own origin and the frontend, on Odoo’s pages and on its own', async () => {
    for (const path of ['/web/login', '/__uat/enter', '/web/database/manager']) {
      const policies = String((await ask(path)).headers['content-security-policy']).match(/frame-ancestors [^;,]*/g);
      expect(policies).toEqual([`frame-ancestors 'self' ${config.OMB_FRONTEND_ORIGIN}`]);
    }
    expect((await ask('/web/login')).headers['x-frame-options']).toBeUndefined();
  });

  test.each(['/web/database/manager', '/web/database/selector', '//web//database/manager', '/web/%64atabase/manager', '/web/./database/manager', '/fr/web/database/manager', '/xmlrpc/db', '/xmlrpc/2/db'])('hides the database manager: %s', async (path) => {
    expect((await ask(path)).statusCode).toBe(404);
  });

  test('is not found under an unknown slug, a malformed one, or another domain', async () => {
    for (const name of [`${'z'.repeat(20)}.uat.localhost`, '_gateway.uat.localhost', '..uat.localhost', `${slug}.evil.example`, `${slug}.uat.localhost.evil.example`, 'uat.localhost', `x.${slug}.uat.localhost`]) {
      expect([name, (await ask('/web/login', { host: name })).statusCode]).toEqual([name, name.startsWith('.') ? 400 : 404]);
    }
  });

  test('has no network: neither Odoo nor its relay reaches anything', async () => {
    const tried = await sandbox.exec({ user: 'odoo', command: ['python3', '-c', "import socket; socket.create_connection(('1.1.1.1', 53), 3)"], timeoutMs: 10_000 });
    expect(tried.stderr).toMatch(/Network is unreachable/);
  });

  test('keeps its public address as Odoo’s own, also after a login', async () => {
    const read = await sandbox.exec({ user: 'postgres', command: ['omb-read', 'uat', "SELECT value FROM public.ir_config_parameter WHERE key = 'web.base.url'"], timeoutMs: 10_000 });
    expect(JSON.parse(read.stdout)).toEqual([{ value: uatOrigin(config, slug) }]);
  });

  test('comes back by itself when its Odoo dies; meanwhile a page says that it is starting', async () => {
    await sandbox.exec({ user: 'odoo', command: ['sh', '-c', "for p in /proc/[0-9]*; do grep -qs 'http-port=8069' $p/cmdline && ! grep -qs supervisor $p/cmdline && kill -KILL ${p#/proc/}; done; true"], timeoutMs: 10_000 });
    const down = await ask('/web/login');
    expect([down.statusCode, down.headers['retry-after']]).toEqual([503, '5']);
    const end = Date.now() + 60_000;
    while ((await ask('/web/login')).statusCode !== 200) {
      if (Date.now() > end) throw new Error('Odoo did not come back');
      await clock.sleep(200);
    }
  }, 90_000);

  test('leaves no container, no volume and no directory behind', async () => {
    const volumes = (await docker.getContainer(sandbox.id).inspect()).Mounts.map(({ Name }) => Name).filter((name) => name !== undefined && name !== '');
    expect([(await host.list({ sessionId: SESSION })).length, volumes.length, await readdir(root)]).toEqual([1, 1, expect.arrayContaining([slug])]);
    await sandbox.destroy();
    expect(await containersOf(SESSION)).toEqual([]);
    const left = (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
    expect(left).not.toContain(volumes[0]);
    expect(await readdir(root)).not.toContain(slug);
    expect((await ask('/web/login')).statusCode).toBe(404);
  }, 30_000);
});
