import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresFigureStore } from '../../../src/adapters/postgres/figure-store.js';
import { PostgresSandboxPool } from '../../../src/adapters/postgres/sandbox-pool.js';
import { systemClock } from '../../../src/adapters/system-clock.js';
import { createLog } from '../../../src/log.js';
import type { PoolLease, SandboxPool, SandboxPurpose } from '../../../src/ports/sandbox.js';
import { FakeSandboxHost } from '../../fakes/sandbox-host.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

jest.setTimeout(30_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.pool.query('TRUNCATE omb.sandbox_host, omb.sandbox_slot, omb.sandbox_waiter, omb.warm_sandbox'));

/** A process of its own, as far as the pool can tell. */
const process_ = (hosts: readonly FakeSandboxHost[], slots = 2): PostgresSandboxPool =>
  new PostgresSandboxPool(database.pool, hosts, { OMB_TEST_SLOTS: slots, OMB_UAT_SLOTS: 1, OMB_UAT_GRACE_SECONDS: 0 }, systemClock, createLog('silent'));
const newSession = (): string => `pool-${randomBytes(5).toString('hex')}`;
const acquire = (pool: SandboxPool, more: Partial<Parameters<SandboxPool['acquire']>[0]> = {}): Promise<PoolLease> => pool.acquire({ sessionId: newSession(), purpose: 'test', ttlMs: 60_000, waitMs: 0, ...more });
const used = async (pool: SandboxPool): Promise<number> => (await pool.status()).hosts.reduce((sum, host) => sum + host.used, 0);
const waiters = async (): Promise<number> => Number((await database.pool.query<{ n: string }>('SELECT count(*) AS n FROM omb.sandbox_waiter')).rows[0]?.n);

describe('a lease', () => {
  test('is of the session, the purpose and the host that it was taken for, and is found again by any process', async () => {
    const [host, other] = [new FakeSandboxHost('a'), process_([new FakeSandboxHost('a')])];
    const pool = process_([host]);
    const sessionId = newSession();
    const lease = await acquire(pool, { sessionId, purpose: 'uat', ttlMs: 5000 });
    expect(lease).toMatchObject({ sessionId, purpose: 'uat', fence: 1, host: { name: host.name } });
    expect(Math.abs(lease.expiresAt.getTime() - Date.now() - 5000)).toBeLessThan(2000);
    expect(await other.find(sessionId, 'uat')).toMatchObject({ leaseId: lease.leaseId, fence: 1 });
    expect(await other.find(sessionId, 'test')).toBeNull();
    await other.release(lease.leaseId);
    expect(await pool.find(sessionId, 'uat')).toBeNull();
    await pool.release(lease.leaseId);
  });

  test('that expired is free for others, cannot be renewed, and its successor has a higher fence', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    const first = await acquire(pool, { ttlMs: 2000 });
    await expect(acquire(pool)).rejects.toMatchObject({ code: 'no_capacity' });
    await sleep(2100);
    expect(await pool.find(first.sessionId, 'test')).toBeNull();
    const second = await acquire(pool);
    expect(second.fence).toBe(first.fence + 1);
    expect([await pool.renew(first, 60_000), await pool.renew(second, 60_000)]).toEqual([false, true]);
    await pool.release(first.leaseId);
    expect(await pool.find(second.sessionId, 'test')).toMatchObject({ leaseId: second.leaseId });
  });

  test('is asked before each change: lost, it is refused by a type of its own; with the database away it holds to the end that it was told', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    const lease = await acquire(pool, { ttlMs: 60_000 });
    const request = { sessionId: lease.sessionId, purpose: 'test' as const, fence: lease.fence, expiresAt: lease.expiresAt };
    const sandbox = await lease.host.open(request);
    await database.pool.query('ALTER TABLE omb.sandbox_slot RENAME TO elsewhere');
    await lease.stillHeld();
    await expect(pool.find(lease.sessionId, 'test')).rejects.toThrow();
    await database.pool.query('ALTER TABLE omb.elsewhere RENAME TO sandbox_slot');
    await pool.release(lease.leaseId);
    const sessionId = lease.sessionId;
    await acquire(pool, { sessionId });
    for (const change of [() => lease.host.open(request), () => sandbox.destroy(), () => lease.host.destroySession(sessionId), () => lease.stillHeld()]) {
      await expect(change()).rejects.toMatchObject({ kind: 'transient', code: 'place_lost', message: expect.stringContaining('"a"') });
    }
    expect((await pool.hosts[0]!.list()).length).toBe(1);
  });

  test('that ran out is kept by whoever looks after it, while nobody has its place, and never made shorter', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    const lease = await acquire(pool, { ttlMs: 50 });
    await sleep(100);
    expect([await pool.renew(lease, 60_000), await pool.keep(lease, 60_000)]).toEqual([false, true]);
    expect(await pool.keep(lease, 10)).toBe(true);
    expect(((await pool.find(lease.sessionId, 'test'))?.expiresAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(50_000);
    await pool.release(lease.leaseId);
    await acquire(pool);
    expect(await pool.keep(lease, 60_000)).toBe(false);
  });

  test('that is renewed lives on', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    const lease = await acquire(pool, { ttlMs: 2000 });
    expect(await pool.renew(lease, 60_000)).toBe(true);
    await sleep(2100);
    expect(await pool.find(lease.sessionId, 'test')).not.toBeNull();
  });

  test('id that is none is told as such', async () => {
    await expect(process_([new FakeSandboxHost('a')]).release("x'; DROP TABLE omb.sandbox_slot;--")).rejects.toMatchObject({ kind: 'user', code: 'lease_unknown' });
  });
});

describe('places', () => {
  test('of a purpose are as many as configured, also when fewer are configured later; those in use stay until released', async () => {
    const host = new FakeSandboxHost('a');
    const many = process_([host], 3);
    const leases = await Promise.all([1, 2, 3].map(() => acquire(many)));
    await expect(acquire(many)).rejects.toMatchObject({ code: 'no_capacity' });
    expect((await many.status()).hosts).toMatchObject([{ name: 'a', state: 'ready', slots: 4, used: 3 }]);
    for (const { leaseId } of leases) await many.release(leaseId);
    const few = process_([host], 1);
    await acquire(few);
    await expect(acquire(few)).rejects.toMatchObject({ code: 'no_capacity' });
  });

  test('are never given twice, whatever 50 rivals in five processes do', async () => {
    const slots = 3;
    const processes = Array.from({ length: 5 }, () => process_([new FakeSandboxHost('a')], slots));
    const held = new Set<string>();
    let most = 0;
    await Promise.all(Array.from({ length: 50 }, async (_, i) => {
      const pool = processes[i % processes.length]!;
      const lease = await acquire(pool, { waitMs: 25_000 });
      expect(held.has(`${lease.leaseId}`)).toBe(false);
      held.add(lease.leaseId);
      most = Math.max(most, held.size);
      await sleep(10);
      held.delete(lease.leaseId);
      await pool.release(lease.leaseId);
    }));
    expect(most).toBe(slots);
    expect([await used(processes[0]!), await waiters()]).toEqual([0, 0]);
    const { rows } = await database.pool.query<{ sum: string }>("SELECT sum(fence) FROM omb.sandbox_slot WHERE purpose = 'test'");
    expect(Number(rows[0]?.sum)).toBe(50);
  });

  test('go to the host with most room, and to none that is drained or away', async () => {
    const hosts = ['a', 'b', 'c', 'd'].map((name) => new FakeSandboxHost(name));
    const pool = process_(hosts, 2);
    await pool.status();
    await database.pool.query("UPDATE omb.sandbox_host SET state = 'draining' WHERE name = 'c'");
    hosts[3]!.away = true;
    await pool.status();
    const taken: string[] = [];
    for (let i = 0; i < 4; i += 1) taken.push((await acquire(pool)).host.name);
    expect([taken.slice(0, 2).toSorted(), taken.slice(2).toSorted()]).toEqual([['a', 'b'], ['a', 'b']]);
    await expect(acquire(pool)).rejects.toMatchObject({ code: 'no_capacity' });
    expect((await pool.status()).hosts.map(({ name, state }) => [name, state])).toEqual([['a', 'ready'], ['b', 'ready'], ['c', 'draining'], ['d', 'unreachable']]);
  });
});

describe('who waits', () => {
  test('is served in the order of coming, across processes, and nobody who comes later slips in', async () => {
    const processes = [process_([new FakeSandboxHost('a')], 1), process_([new FakeSandboxHost('a')], 1)];
    const first = await acquire(processes[0]!);
    const served: number[] = [];
    const line: Promise<void>[] = [];
    for (let i = 0; i < 8; i += 1) {
      const pool = processes[i % 2]!;
      line.push(acquire(pool, { waitMs: 20_000 }).then(async (lease) => {
        served.push(i);
        await sleep(5);
        await pool.release(lease.leaseId);
      }));
      while ((await waiters()) !== i + 1) await sleep(10);
    }
    // One who asks again and again, and always finds the place just given back.
    let slipped = 0;
    let over = false;
    const pushing = (async () => {
      while (!over) await acquire(processes[1]!).then(async (lease) => ((slipped += served.length < 8 ? 1 : 0), processes[1]!.release(lease.leaseId)), () => sleep(1));
    })();
    await processes[0]!.release(first.leaseId);
    await Promise.all(line);
    over = true;
    await pushing;
    expect([served, slipped]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], 0]);
  });

  test('is served in that order on many hosts too, and told its place among all who wait', async () => {
    const hosts = Array.from({ length: 30 }, (_, i) => new FakeSandboxHost(`host-${i}`));
    const processes = [process_(hosts, 1), process_(hosts, 1), process_(hosts, 1)];
    const held = await Promise.all(hosts.map((_, i) => acquire(processes[i % 3]!)));
    expect(new Set(held.map(({ host }) => host.name)).size).toBe(30);
    const served: number[] = [];
    const places: number[][] = [];
    const line: Promise<PoolLease>[] = [];
    for (let i = 0; i < 6; i += 1) {
      places.push([]);
      line.push(acquire(processes[i % 3]!, { waitMs: 25_000, onPlace: (place) => places[i]!.push(place) }));
      void line[i]!.then(() => served.push(i));
      while ((await waiters()) !== i + 1) await sleep(10);
    }
    while (places.some((told) => told.length === 0)) await sleep(20);
    expect(places.map((told) => told[0])).toEqual([1, 2, 3, 4, 5, 6]);
    // Whatever host a place comes free on.
    for (const [index, at] of [17, 3, 29, 8, 0, 21].entries()) {
      await processes[0]!.release(held[at]!.leaseId);
      expect((await line[index]!).host.name).toBe(held[at]!.host.name);
    }
    expect(served).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('is told its place, and again when those before it are served', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    const held = await acquire(pool);
    const places: Record<string, number[]> = { first: [], second: [] };
    const [first, second] = ['first', 'second'].map((who) => sleep(who === 'first' ? 0 : 200).then(() => acquire(pool, { sessionId: `waits-${who}`, waitMs: 20_000, onPlace: (place) => places[who]?.push(place) })));
    while ((await waiters()) !== 2) await sleep(10);
    const figures = new PostgresFigureStore(database.pool);
    expect([await figures.placeInLine('waits-first'), await figures.placeInLine('waits-second'), await figures.placeInLine(held.sessionId)]).toEqual([{ purpose: 'test', place: 1 }, { purpose: 'test', place: 2 }, null]);
    await sleep(400);
    await pool.release(held.leaseId);
    await first!.then((lease) => sleep(400).then(() => pool.release(lease.leaseId)));
    await pool.release((await second!).leaseId);
    expect(await figures.placeInLine('waits-second')).toBeNull();
    expect(places).toEqual({ first: [1], second: [2, 1] });
  });

  test('is woken by a release in the same process at once, in another soon', async () => {
    const [mine, other] = [process_([new FakeSandboxHost('a')], 1), process_([new FakeSandboxHost('a')], 1)];
    for (const [waiting, most] of [[mine, 150], [other, 1500]] as const) {
      const held = await acquire(mine);
      const next = acquire(waiting, { waitMs: 10_000 });
      while ((await waiters()) !== 1) await sleep(10);
      await sleep(60);
      const began = performance.now();
      await mine.release(held.leaseId);
      const lease = await next;
      expect(performance.now() - began).toBeLessThan(most);
      await waiting.release(lease.leaseId);
    }
  });

  test('gives up after its time or when told so, and leaves the line to those behind', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    const held = await acquire(pool);
    await expect(acquire(pool, { waitMs: 300 })).rejects.toMatchObject({ kind: 'transient', code: 'place_timeout', message: expect.stringContaining('OMB_TEST_SLOTS') });
    const stopped = new AbortController();
    const reason = new Error('cancelled');
    const aborted = acquire(pool, { waitMs: 20_000, signal: stopped.signal });
    const behind = acquire(pool, { waitMs: 20_000 });
    while ((await waiters()) !== 2) await sleep(10);
    stopped.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    await pool.release(held.leaseId);
    await pool.release((await behind).leaseId);
    expect(await waiters()).toBe(0);
  });

  test('died in a process that is gone: those behind are served all the same', async () => {
    const pool = process_([new FakeSandboxHost('a')], 1);
    await pool.status();
    await database.pool.query("INSERT INTO omb.sandbox_waiter (purpose, seen_at) VALUES ('test', now() - interval '6 seconds')");
    await pool.release((await acquire(pool)).leaseId);
    await database.pool.query("INSERT INTO omb.sandbox_waiter (purpose) VALUES ('test')");
    // Nobody slips in before it, and who does not want to wait hears so at once.
    await expect(acquire(pool)).rejects.toMatchObject({ kind: 'transient', code: 'no_capacity', message: expect.stringContaining('at the moment') });
    // Waiting for a test is nobody's business who wants a user test.
    await acquire(pool, { purpose: 'uat' });
  });

  test('hears at once that no host answers, and is served when one is back', async () => {
    const host = new FakeSandboxHost('a');
    const pool = process_([host], 1);
    await pool.release((await acquire(pool)).leaseId);
    host.away = true;
    expect((await pool.status()).hosts).toMatchObject([{ state: 'unreachable', detail: expect.stringContaining('does not answer') }]);
    const began = performance.now();
    await expect(acquire(pool, { waitMs: 20_000 })).rejects.toMatchObject({ kind: 'transient', code: 'docker_unreachable' });
    expect(performance.now() - began).toBeLessThan(2000);
    host.away = false;
    expect((await acquire(pool)).host.name).toBe(host.name);
  });
});

describe('the reaper', () => {
  test('ends expired leases with their containers, and containers that nobody leases, and leaves the rest', async () => {
    const host = new FakeSandboxHost('a');
    const pool = process_([host], 4);
    const open = async (ttlMs: number, purpose: SandboxPurpose = 'test'): Promise<PoolLease> => {
      const lease = await acquire(pool, { ttlMs, purpose });
      await host.open({ sessionId: lease.sessionId, purpose, fence: lease.fence, expiresAt: lease.expiresAt });
      return lease;
    };
    const live = await open(60_000);
    const liveUat = await open(60_000, 'uat');
    await open(100);
    await host.open({ sessionId: newSession(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 60_000) });
    await sleep(150);
    expect(await pool.reap()).toEqual({ leases: 1, containers: 2 });
    expect((await host.list()).map(({ sessionId }) => sessionId)).toEqual([live.sessionId, liveUat.sessionId]);
    expect(await used(pool)).toBe(2);
    expect(await pool.reap()).toEqual({ leases: 0, containers: 0 });
  });

  test('leaves warm sandboxes to the process that says that it has them, and takes those of one that fell silent', async () => {
    const host = new FakeSandboxHost('a');
    const pool = process_([host]);
    const expiresAt = new Date(Date.now() + 600_000);
    const [mine, silent] = [await host.open({ sessionId: null, purpose: 'test', fence: 0, expiresAt }), await host.open({ sessionId: null, purpose: 'test', fence: 0, expiresAt })];
    // Just made: nobody had the time to say so.
    expect(await pool.reap()).toEqual({ leases: 0, containers: 0 });
    host.madeAt = new Date(Date.now() - 31_000);
    await pool.keepWarm('a', [mine.id, silent.id]);
    expect([await pool.reap(), (await pool.status()).hosts[0]?.warm]).toEqual([{ leases: 0, containers: 0 }, 2]);
    await database.pool.query("UPDATE omb.warm_sandbox SET seen_at = now() - interval '31 seconds' WHERE container = $1", [silent.id]);
    expect(await pool.reap()).toEqual({ leases: 0, containers: 1 });
    expect((await host.list()).map(({ id }) => id)).toEqual([mine.id]);
    await pool.forgetWarm(mine.id);
    expect(await pool.reap()).toEqual({ leases: 0, containers: 1 });
  });
});
