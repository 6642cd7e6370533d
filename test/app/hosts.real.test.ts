import { PostgresHostRegistry } from '../../src/adapters/postgres/host-registry.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import type { App } from '../../src/app/app.js';
import { addHost } from '../../src/app/hosts/add-host.js';
import { drainHost } from '../../src/app/hosts/drain-host.js';
import { removeHost } from '../../src/app/hosts/remove-host.js';
import { resumeHost } from '../../src/app/hosts/resume-host.js';
import { createLog } from '../../src/log.js';
import type { PoolLease } from '../../src/ports/sandbox.js';
import type { RegisteredHost, RegisteredHosts } from '../../src/ports/sandbox-hosts.js';
import { FakeSandboxHost } from '../fakes/sandbox-host.js';
import { expectSentence } from '../support/for-a-person.js';
import { newSessionId } from '../support/sandbox.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
/** What there is in the world; a process reaches one by its name. */
let world: Map<string, FakeSandboxHost>;
let app: App;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('TRUNCATE omb.sandbox_host, omb.sandbox_slot, omb.sandbox_waiter');
  world = new Map(['own', 'docker-2', 'docker-3'].map((name) => [name, new FakeSandboxHost(name)]));
  app = process_();
});

/** A process of its own, whose clock is now as fast as it likes: it looks at the registry each time. */
function process_(): App {
  let ahead = 0;
  const clock = { ...systemClock, sleep: systemClock.sleep.bind(systemClock), now: () => new Date(Date.now() + (ahead += 6000)) };
  const hosts: RegisteredHosts = { registry: new PostgresHostRegistry(database.pool), own: 'own', reach: ({ name, endpoint }) => (endpoint.kind === 'ssh' ? null : (world.get(name) ?? null)) };
  const config = { OMB_TEST_SLOTS: 1, OMB_UAT_SLOTS: 1, OMB_UAT_GRACE_SECONDS: 0, OMB_SANDBOX_IMAGE: 'omb-sandbox:test' };
  return { pool: new PostgresSandboxPool(database.pool, [at('own')], config, clock, createLog('silent'), hosts), hosts, clock: systemClock, config } as unknown as App;
}

const at = (name: string): FakeSandboxHost => world.get(name) ?? new FakeSandboxHost(name);
const entry = (name: string, more: Partial<RegisteredHost> = {}): RegisteredHost => ({ name, endpoint: { kind: 'tls', host: `${name}.internal`, port: 2376 }, labels: [], slots: { test: 2, uat: 1 }, ...more });
const acquire = (by = app): Promise<PoolLease> => by.pool!.acquire({ sessionId: newSessionId(), purpose: 'test', ttlMs: 60_000, waitMs: 0 });
const hostsOf = async (by = app): Promise<Record<string, string>> => Object.fromEntries((await by.pool!.status()).hosts.map(({ name, state }) => [name, state]));
const refusal = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = (await work.then(() => null, (thrown: unknown) => thrown)) as { code: string; message: string } | null;
  expectSentence(error?.message);
  return error ?? { code: 'none', message: '' };
};

describe('a host that is added', () => {
  test('is used by every process, with its own number of places', async () => {
    const other = process_();
    expect(await acquire()).toMatchObject({ host: { name: 'own' } });
    await expect(acquire(other)).rejects.toMatchObject({ code: 'no_capacity' });
    expect(await addHost(app, entry('docker-2', { labels: ['zone-a'] }))).toMatchObject({ name: 'docker-2', imageFrom: null, image: 'sha256:fake' });
    expect([(await acquire(other)).host.name, (await acquire()).host.name]).toEqual(['docker-2', 'docker-2']);
    expect((await other.pool!.status()).hosts).toMatchObject([{ name: 'docker-2', labels: ['zone-a'], slots: 3, used: 2 }, { name: 'own', slots: 2, used: 1 }]);
  });

  test.each([['no sandbox image', null], ['another image of that name', 'sha256:older']])('with %s is given the one that the others have', async (_what, image) => {
    at('docker-2').image = image;
    expect(await addHost(app, entry('docker-2'))).toMatchObject({ imageFrom: 'own', image: 'sha256:fake' });
  });

  test('whose image arrives as another one is not in the pool', async () => {
    at('docker-2').image = null;
    at('docker-2').importImage = async () => void (at('docker-2').image = 'sha256:torn');
    expect((await refusal(addHost(app, entry('docker-2')))).code).toBe('sandbox_image_differs');
    expect(await hostsOf()).toEqual({ own: 'ready' });
  });

  test('and does not answer is not in the pool', async () => {
    at('docker-2').away = true;
    expect((await refusal(addHost(app, entry('docker-2')))).code).toBe('docker_unreachable');
    expect(await hostsOf()).toEqual({ own: 'ready' });
  });

  test.each([
    ['a name that is none', entry('Docker 2'), 'host_invalid'],
    ['the name of the own host', entry('own'), 'host_invalid'],
    ['a way that the credential is not for', entry('docker-2', { endpoint: { kind: 'ssh', host: 'x', port: 22, username: 'docker', hostKey: '' } }), 'host_not_reachable_so'],
  ])('with %s is refused with what to do', async (_what, wrong, code) => {
    expect((await refusal(addHost(app, wrong))).code).toBe(code);
  });
});

describe('a place', () => {
  test('is on the host with most memory that no sandbox may claim', async () => {
    at('docker-2').memoryBytes = 4 * 2 ** 30;
    at('docker-3').memoryBytes = 8 * 2 ** 30;
    for (const name of ['docker-2', 'docker-3']) await addHost(app, entry(name, { slots: { test: 4, uat: 0 } }));
    const names: string[] = [];
    for (let i = 0; i < 4; i += 1) names.push((await acquire()).host.name);
    expect(names).toEqual(['docker-3', 'docker-3', 'docker-3', 'docker-2']);
  });

  test('is where something waits ready for it, before that', async () => {
    at('docker-3').memoryBytes = 8 * 2 ** 30;
    for (const name of ['docker-2', 'docker-3']) await addHost(app, entry(name));
    expect(await app.pool!.acquire({ sessionId: newSessionId(), purpose: 'test', ttlMs: 60_000, waitMs: 0, preferred: ['docker-2'] })).toMatchObject({ host: { name: 'docker-2' } });
  });

  test('is never on a host that has died since it was last seen', async () => {
    at('docker-2').memoryBytes = 8 * 2 ** 30;
    await addHost(app, entry('docker-2'));
    expect(await hostsOf()).toEqual({ own: 'ready', 'docker-2': 'ready' });
    at('docker-2').away = true;
    expect((await acquire()).host.name).toBe('own');
    expect(await hostsOf()).toEqual({ own: 'ready', 'docker-2': 'unreachable' });
  });
});

describe('a host that is drained', () => {
  test('takes nothing new until it is resumed, and what runs there may go on to the deadline', async () => {
    at('docker-2').memoryBytes = 8 * 2 ** 30;
    await addHost(app, entry('docker-2'));
    const lease = await acquire();
    expect(await drainHost(app, 'docker-2', 30)).toMatchObject({ running: 1 });
    expect((await acquire()).host.name).toBe('own');
    await expect(acquire()).rejects.toMatchObject({ code: 'no_capacity' });
    expect(await app.pool!.reap()).toMatchObject({ leases: 0 });
    expect(await resumeHost(app, 'docker-2')).toEqual({ name: 'docker-2', resumed: true });
    expect((await acquire()).host.name).toBe('docker-2');
    expect(await drainHost(app, 'docker-2', 0)).toMatchObject({ running: 2 });
    expect(await app.pool!.reap()).toMatchObject({ leases: 2 });
    expect(await app.pool!.renew(lease, 60_000)).toBe(false);
  });

  test.each([['drain', () => drainHost(app, 'nobody', 1)], ['resume', () => resumeHost(app, 'nobody')], ['remove', () => removeHost(app, 'nobody', false)]])('or else under an unknown name: %s says that there is none', async (_what, work) => {
    expect((await refusal(work())).code).toBe('host_unknown');
  });
});

describe('a host that is removed', () => {
  test('must be empty, unless it is gone for good: then its leases are given up', async () => {
    at('docker-2').memoryBytes = 8 * 2 ** 30;
    await addHost(app, entry('docker-2'));
    const lease = await acquire();
    expect((await refusal(removeHost(app, 'docker-2', false))).code).toBe('host_in_use');
    expect(await removeHost(app, 'docker-2', true)).toEqual({ name: 'docker-2', leasesGivenUp: 1 });
    expect(await hostsOf(process_())).toEqual({ own: 'ready' });
    expect(await app.pool!.renew(lease, 60_000)).toBe(false);
    await addHost(app, entry('docker-2'));
    expect(await acquire()).toMatchObject({ host: { name: 'docker-2' }, fence: lease.fence + 1 });
  });

  test('is not the one of the node’s own credential', async () => {
    expect((await refusal(removeHost(app, 'own', true))).code).toBe('host_invalid');
  });
});
