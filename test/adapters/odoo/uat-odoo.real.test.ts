import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerSandboxHost } from '../../../src/adapters/docker/host.js';
import { SandboxLiveOdoo } from '../../../src/adapters/odoo/uat-odoo.js';
import { loginToOdoo } from '../../../src/adapters/odoo/uat-login.js';
import { systemClock } from '../../../src/adapters/system-clock.js';
import type { ModuleFile } from '../../../src/domain/module-file.js';
import type { Sandbox } from '../../../src/ports/sandbox.js';
import { testImages } from '../../support/images.js';
import { shelfModule } from '../../support/shelf-module.js';

const SLUG = 'live0odoo0real0test0';
let root: string;
let sandbox: Sandbox;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'omb-live-'));
  const host = new DockerSandboxHost({ name: 'local', installation: `test-${process.pid}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image: testImages().sandbox, uatSocketRoot: root, clock: systemClock });
  sandbox = await host.open({ sessionId: `live-odoo-${process.pid}`, purpose: 'uat', slug: SLUG, fence: 1, expiresAt: new Date(Date.now() + 600_000) });
}, 60_000);
afterAll(async () => {
  await sandbox?.destroy();
  await rm(root, { recursive: true, force: true });
}, 30_000);

const start = (files: readonly ModuleFile[], demo = false): Promise<unknown> =>
  new SandboxLiveOdoo().start(sandbox, { module: 'shelf', files, demo, publicUrl: 'http://shelf.example', login: 'admin', password: `it's "quoted" :'login' \\ $x` });

describe('a live Odoo', () => {
  test('whose module cannot be installed says why, and is not tried again', async () => {
    const broken = shelfModule().map((file) => (file.path === 'views/shelf.xml' ? { ...file, content: String(file.content).replace('<field name="width"/>', '<field name="depth"/>') } : file));
    await expect(start(broken)).rejects.toMatchObject({ kind: 'user', code: 'uat_install_failed', message: expect.stringMatching(/depth/), details: { log: expect.stringContaining('ParseError') } });
  }, 60_000);

  test('takes its own password and no longer those that are baked in, whatever characters it has', async () => {
    await sandbox.exec({ user: 'postgres', command: ['dropdb', '--if-exists', 'uat'], timeoutMs: 20_000 });
    await start(shelfModule(), true);
    const door = { at: { socketPath: join(root, SLUG, 'http.sock') }, host: 'shelf.example', login: 'admin' };
    await expect(loginToOdoo({ ...door, password: `it's "quoted" :'login' \\ $x` })).resolves.toMatch(/^[\w-]{40,}$/);
    for (const baked of ['admin', 'demo', 'portal']) await expect(loginToOdoo({ ...door, login: baked, password: baked })).rejects.toMatchObject({ code: 'uat_not_answering' });
  }, 90_000);

  test('is not in the reach of its module: the relay’s directory cannot be written by Odoo’s user', async () => {
    const tried = await sandbox.exec({ user: 'odoo', command: ['touch', '/run/uat/mine'], timeoutMs: 10_000 });
    expect(tried.stderr).toMatch(/Permission denied/);
  });
});
