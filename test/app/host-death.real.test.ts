import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { PostgresHostRegistry } from '../../src/adapters/postgres/host-registry.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import type { App } from '../../src/app/app.js';
import { addHost } from '../../src/app/hosts/add-host.js';
import { drainHost } from '../../src/app/hosts/drain-host.js';
import { testModule } from '../../src/app/test-module.js';
import type { Verdict } from '../../src/domain/verdict.js';
import type { RegisteredHosts } from '../../src/ports/sandbox-hosts.js';
import { testApp } from '../support/app.js';
import { containersOf } from '../support/docker.js';
import { DockerDoor } from '../support/docker-door.js';
import { testImages } from '../support/images.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { sessionInTesting } from '../support/session-in-testing.js';

jest.setTimeout(240_000);

/** Two ways to this machine's engine, as two hosts: when a door shuts, the host behind it is dead to whoever used it. */
let folder: string;
let doors: Record<'docker-1' | 'docker-2', DockerDoor>;
let database: TestDatabase;
let app: App;
const python = createPythonChecker();

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'omb-hosts-'));
  doors = { 'docker-1': new DockerDoor(join(folder, '1.sock')), 'docker-2': new DockerDoor(join(folder, '2.sock')) };
  for (const door of Object.values(doors)) await door.open();
  const base = testApp(database, {}, { OMB_STAGE_LEASE_SECONDS: '8', OMB_TEST_SLOTS: '1' });
  const host = (name: string, socketPath: string): DockerSandboxHost =>
    new DockerSandboxHost({ name, connection: { kind: 'socket', socketPath }, installation: `hosts-${process.pid}`, image: testImages().sandbox, uatSocketRoot: folder, clock: systemClock });
  const hosts: RegisteredHosts = { registry: new PostgresHostRegistry(database.pool), own: 'docker-1', reach: ({ name, endpoint }) => (endpoint.kind === 'socket' ? host(name, endpoint.socketPath) : null) };
  const pool = new PostgresSandboxPool(database.pool, [host('docker-1', doors['docker-1'].path)], base.config, systemClock, base.log, hosts);
  app = { ...base, python, hosts, pool, tester: new SandboxModuleTester(openMcpBrowser) };
});
afterAll(async () => {
  await python.close();
  await app.events.close();
  await database.close();
  for (const door of Object.values(doors)) await door.close();
  await rm(folder, { recursive: true, force: true });
});

const slow = (seconds: number): string => `import time

from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1_named(self):
        time.sleep(${seconds})
        self.assertTrue(self.env['shelf.shelf'].create({'name': 'A'}).name)
`;

/** A container is listed before the engine has made it. */
async function running(id: string): Promise<void> {
  while (!(await containersOf(id)).some((container) => container.endsWith(' running'))) await sleep(100);
}

const addSecond = () => addHost(app, { name: 'docker-2', endpoint: { kind: 'socket', socketPath: doors['docker-2'].path }, labels: [], slots: { test: 1, uat: 0 } });

test('a test whose host dies is done again on another host, when its lease there has run out', async () => {
  const id = await sessionInTesting(app, slow(5));
  const first = testModule(app, id, []);
  await running(id);
  expect((await app.pool?.find(id, 'test'))?.host.name).toBe('docker-1');
  // While the test runs: the pool of this process learns of it by itself.
  await addSecond();
  await sleep(3000);
  await doors['docker-1'].close();
  expect(await first).toMatchObject({ state: 'testing' });

  const told: string[] = [];
  const stop = await app.events.subscribe(id, (message) => message.kind === 'progress' && told.push(message.message));
  const second = await testModule(app, id, []);
  await stop();
  expect(second).toMatchObject({ state: 'opening_uat', note: null });
  const report = await app.artifacts.get(id, second?.report ?? '');
  expect(JSON.parse(Buffer.from(report?.bytes ?? []).toString())).toMatchObject({ green: true } satisfies Partial<Verdict>);
  expect(told).toContainEqual(expect.stringContaining('"docker-1" does not answer; the test begins elsewhere'));
  expect((await app.pool?.status())?.hosts.map(({ name, state, used }) => [name, state, used])).toEqual([['docker-1', 'unreachable', 0], ['docker-2', 'ready', 0]]);
  expect(await containersOf(id)).toEqual([]);
  await doors['docker-1'].open();
});

test('a test that a drained host cuts off is done again on another host', async () => {
  await addSecond();
  await drainHost(app, 'docker-2', 30);
  const id = await sessionInTesting(app, slow(10));
  const first = testModule(app, id, []);
  await running(id);
  await app.hosts?.registry.resume('docker-2');
  await drainHost(app, 'docker-1', 0);
  expect(await app.pool?.reap()).toMatchObject({ leases: 1 });
  expect(await first).toMatchObject({ state: 'testing' });
  expect(await testModule(app, id, [])).toMatchObject({ state: 'opening_uat' });
  expect(await containersOf(id)).toEqual([]);
});
