import { request as httpRequest } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { loginToOdoo } from '../../src/adapters/odoo/uat-login.js';
import { SandboxLiveOdoo } from '../../src/adapters/odoo/uat-odoo.js';
import { dumpState } from '../../src/adapters/odoo/uat-state.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import type { App } from '../../src/app/app.js';
import { issueUatLink } from '../../src/app/issue-uat-link.js';
import { openUat } from '../../src/app/open-uat.js';
import { tendPool } from '../../src/app/tend-pool.js';
import { useUatLink } from '../../src/app/use-uat-link.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { containersOf } from '../support/docker.js';
import { DockerDoor } from '../support/docker-door.js';
import { testImages } from '../support/images.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { uatApp } from '../support/uat-app.js';
import { sessionBeforeUat } from '../support/uat-session.js';

jest.setTimeout(400_000);

/** Two ways to this machine's engine, as two hosts; real Odoos behind both. */
let folder: string;
let doors: Record<'docker-1' | 'docker-2', DockerDoor>;
let database: TestDatabase;
let app: App;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'omb-uat-death-'));
  doors = { 'docker-1': new DockerDoor(join(folder, '1.sock')), 'docker-2': new DockerDoor(join(folder, '2.sock')) };
  for (const door of Object.values(doors)) await door.open();
  const config = readConfig({ OMB_UAT_SLOTS: '1', OMB_UAT_LEASE_SECONDS: '20' });
  // Two installations, because one engine stands for two hosts: neither may see the other's containers.
  const hosts = Object.entries(doors).map(([name, { path }]) => new DockerSandboxHost({ name, connection: { kind: 'socket', socketPath: path }, installation: `uat-death-${name}-${process.pid}`, image: testImages().sandbox, uatSocketRoot: folder, clock: systemClock }));
  app = { ...uatApp(database, config, hosts[0]!, new SandboxLiveOdoo()), pool: new PostgresSandboxPool(database.pool, hosts, config, systemClock, createLog('silent')) };
});
afterAll(async () => {
  // One that a failed test has left shut is opened again.
  for (const door of Object.values(doors)) await door.close().then(() => door.open());
  for (const host of app.pool?.hosts ?? []) for (const { sessionId } of await host.list()) if (sessionId !== null) await host.destroySession(sessionId);
  await database.close();
  for (const door of Object.values(doors)) await door.close();
  await rm(folder, { recursive: true, force: true });
});

/** The Odoo of the session's live instance. */
async function sandboxOf(id: string): Promise<Sandbox> {
  const sandbox = await (await app.pool?.find(id, 'uat'))?.host.attach((await app.uats.findBySession(id))?.sandboxId ?? '');
  if (!sandbox) throw new Error('there is no instance');
  return sandbox;
}

async function sql(id: string, statement: string): Promise<string> {
  const { exitCode, stdout, stderr } = await (await sandboxOf(id)).exec({ user: 'odoo', command: ['psql', '-XAtq', '-d', 'uat', '-c', statement], timeoutMs: 30_000 });
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** What a page of Odoo answers to somebody who is logged in. */
const fetched = (slug: string, cookie: string, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    httpRequest({ socketPath: join(folder, slug, 'http.sock'), path, headers: { host: 'uat.example', cookie: `session_id=${cookie}` } }, (answer) => void text(answer).then(resolve, reject)).on('error', reject).end();
  });

const passed = (seconds: number) => database.pool.query('UPDATE omb.uat_state SET since = since - make_interval(secs => $1), looked_at = looked_at - make_interval(secs => $1)', [seconds]);

test('what a person entered in a live Odoo is there again when its host has died, in another one on another host, behind a new link', async () => {
  const { id } = await sessionBeforeUat(app);
  const before = await openUat(app, id);
  expect(before).toMatchObject({ state: 'uat', note: null });
  const first = (await app.pool?.find(id, 'uat'))?.host.name as keyof typeof doors;
  await sql(id, "INSERT INTO shelf_shelf (name) VALUES ('Straße «ß» 漢字')");
  // As an attachment lies when a person has had them put into files.
  const sandbox = await sandboxOf(id);
  await sandbox.exec({ user: 'odoo', command: ['sh', '-c', 'mkdir -p /home/odoo/data/filestore/uat/ab && echo picture > /home/odoo/data/filestore/uat/ab/abcd'], timeoutMs: 10_000 });
  expect(await dumpState(sandbox, 100_000)).toBeNull();
  await passed(30);
  await tendPool(app);
  await passed(60);
  expect(await tendPool(app)).toMatchObject({ states: 1 });
  await sql(id, "INSERT INTO shelf_shelf (name) VALUES ('Later')");

  await doors[first].close();
  // Its lease, and a round or two of the reaper.
  for (const until = Date.now() + 60_000; (await tendPool(app)).reopened === 0 && Date.now() < until; ) await new Promise((done) => setTimeout(done, 1000));
  expect(await app.store.find(id)).toMatchObject({ state: 'opening_uat', note: { code: 'uat_lost' } });

  const after = await openUat(app, id);
  expect(after).toMatchObject({ state: 'uat', note: { code: 'uat_reopened' } });
  expect((await app.pool?.find(id, 'uat'))?.host.name).not.toBe(first);
  expect(await sql(id, 'SELECT name FROM shelf_shelf')).toBe('Straße «ß» 漢字');
  expect((await (await sandboxOf(id)).exec({ user: 'odoo', command: ['cat', '/home/odoo/data/filestore/uat/ab/abcd'], timeoutMs: 10_000 })).stdout).toBe('picture\n');
  expect(await sql(id, "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")).toContain(after?.uatSlug ?? '-');

  const link = await issueUatLink(app, id);
  const instance = await useUatLink(app, after?.uatSlug ?? '', new URL(link.url).searchParams.get('token') ?? '');
  expect(instance).toMatchObject({ sessionId: id });
  const cookie = await loginToOdoo({ at: { socketPath: join(folder, after?.uatSlug ?? '', 'http.sock') }, host: 'uat.example', login: link.login, password: link.password });
  expect(await fetched(after?.uatSlug ?? '', cookie, instance?.entryPath ?? '')).toContain('odoo.__session_info__');

  await doors[first].open();
  expect(await containersOf(id)).toHaveLength(2);
  expect(await tendPool(app)).toMatchObject({ containers: 1, reopened: 0 });
  expect(await containersOf(id)).toHaveLength(1);
});

test('a holder whose lease is lost changes nothing more on its host, and is told; its successor does', async () => {
  const name = (await app.pool?.status())?.hosts.find(({ slots, used }) => slots > used)?.name;
  expect(name).toBeDefined();
  const sessionId = `fence-${process.pid}-${Date.now()}`;
  const acquire = () => app.pool!.acquire({ sessionId, purpose: 'test', ttlMs: 60_000, waitMs: 0 });
  const lease = await acquire();
  const open = (from: typeof lease) => from.host.open({ sessionId, purpose: 'test', fence: from.fence, expiresAt: new Date(Date.now() + 300_000) });
  const sandbox = await open(lease);
  const run = (box: Sandbox) => box.exec({ user: 'odoo', command: ['touch', '/tmp/changed'], timeoutMs: 10_000 });
  expect(await run(sandbox)).toMatchObject({ exitCode: 0 });

  // The lease runs out while its holder stands still, and another one gets the place.
  await database.pool.query('UPDATE omb.sandbox_slot SET lease_id = gen_random_uuid(), fence = fence + 1 WHERE lease_id = $1', [lease.leaseId]);
  const lost = { kind: 'transient', code: 'place_lost' };
  await expect(run(sandbox)).rejects.toMatchObject(lost);
  await expect(sandbox.spawn({ user: 'odoo', command: ['true'] })).rejects.toMatchObject(lost);
  await expect(sandbox.start({ user: 'odoo', command: ['true'] })).rejects.toMatchObject(lost);
  await expect(sandbox.putFiles('/tmp', [{ path: 'a', content: 'b' }], 'odoo')).rejects.toMatchObject(lost);
  await expect(sandbox.giveWay()).rejects.toMatchObject(lost);
  await expect(sandbox.destroy()).rejects.toMatchObject(lost);
  await expect(open(lease)).rejects.toMatchObject(lost);
  await expect(lease.host.destroySession(sessionId)).rejects.toMatchObject(lost);
  await expect(lease.host.adopt(sandbox.id, { sessionId, expiresAt: new Date() })).rejects.toMatchObject(lost);
  expect(await containersOf(sessionId)).toHaveLength(1);

  const successor = (await app.pool?.find(sessionId, 'test'))!;
  expect(successor.fence).toBe(lease.fence + 1);
  expect(await run((await successor.host.attach(sandbox.id))!)).toMatchObject({ exitCode: 0 });
  expect(await successor.host.destroySession(sessionId)).toBe(1);
  await app.pool?.release(successor.leaseId);
});
