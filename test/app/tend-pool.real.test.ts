import { sessionView } from '../../src/app/api/session-view.js';
import type { App } from '../../src/app/app.js';
import { issueUatLink } from '../../src/app/issue-uat-link.js';
import { openUat } from '../../src/app/open-uat.js';
import { tendPool } from '../../src/app/tend-pool.js';
import { useUatLink } from '../../src/app/use-uat-link.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import type { LiveOdoo, StartLiveOdoo } from '../../src/ports/live-odoo.js';
import type { UatState } from '../../src/ports/uat-states.js';
import { FakeSandboxHost } from '../fakes/sandbox-host.js';
import { expectSentence } from '../support/for-a-person.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { uatApp } from '../support/uat-app.js';
import { sessionBeforeUat } from '../support/uat-session.js';

/** Real Postgres; hosts that can die, and Odoos of which only is known how much was entered. */
let database: TestDatabase;
let hosts: FakeSandboxHost[];
let app: App;
let started: StartLiveOdoo[];
/** What the person has entered, in all. */
let entered: number;
let tooLarge: boolean;
const liveOdoo: LiveOdoo = {
  start: async (_sandbox, request) => {
    started.push(request);
    return { entryPath: '/odoo' };
  },
  written: async () => entered,
  state: async () => (tooLarge ? null : stateOf(entered)),
};
const stateOf = (rows: number): UatState => ({ database: Buffer.from(`dump of ${rows} rows`), filestore: rows > 100 ? Buffer.from('files') : null });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('TRUNCATE omb.sandbox_host, omb.sandbox_slot, omb.sandbox_waiter, omb.uat_state, omb.uat_instance, omb.uat_link');
  await database.pool.query('DELETE FROM omb.session');
  hosts = [new FakeSandboxHost('docker-1'), new FakeSandboxHost('docker-2')];
  // The first is chosen first.
  hosts[0]!.memoryBytes = 8 * 2 ** 30;
  app = process_();
  started = [];
  entered = 10;
  tooLarge = false;
});

/** A process of its own with the same hosts. */
function process_(): App {
  const config = readConfig({ OMB_UAT_SLOTS: '2', OMB_UAT_LEASE_SECONDS: '60' });
  return { ...uatApp(database, config, hosts[0]!, liveOdoo), pool: new PostgresSandboxPool(database.pool, hosts, config, systemClock, createLog('silent')) };
}

async function inUat(): Promise<string> {
  const { id } = await sessionBeforeUat(app);
  expect(await openUat(app, id)).toMatchObject({ state: 'uat', note: null });
  return id;
}
/** As if so much time had gone by for what the database remembers. */
const later = (seconds: number) =>
  database.pool.query(`UPDATE omb.uat_state SET looked_at = looked_at - make_interval(secs => $1), since = since - make_interval(secs => $1), ends_at = ends_at - make_interval(secs => $1)`, [seconds])
    .then(() => database.pool.query('UPDATE omb.sandbox_slot SET expires_at = expires_at - make_interval(secs => $1)', [seconds]));
const stateIn = async (id: string): Promise<string | null> => (await app.store.find(id))?.state ?? null;
const hostOf = async (id: string): Promise<string | null> => (await app.pool?.find(id, 'uat'))?.host.name ?? null;
const keptOf = async (id: string) => (await app.uatStates.find(id, (await app.store.find(id))?.module ?? ''))?.state ?? null;

/** The person types and pauses; the state is kept. */
async function typedAndKept(id: string, rows: number): Promise<void> {
  entered = rows;
  await later(40);
  await tendPool(app);
  await later(40);
  expect(await tendPool(app)).toMatchObject({ states: 1 });
  expect((await keptOf(id))?.database.toString()).toBe(`dump of ${rows} rows`);
}

describe('a live instance whose host dies', () => {
  test('is opened again on another host from its last state, when its lease has run out: told in status and events, with a new link', async () => {
    const id = await inUat();
    expect(await hostOf(id)).toBe('docker-1');
    const before = await app.store.find(id);
    const old = await issueUatLink(app, id);
    await typedAndKept(id, 123);
    const at = (await keptOf(id))?.keptAt.toISOString().slice(0, 16).replace('T', ' ');

    hosts[0]!.away = true;
    await later(40);
    expect([await tendPool(app), await stateIn(id)]).toMatchObject([{ reopened: 0 }, 'uat']);
    await later(40);
    expect([await tendPool(app), await stateIn(id)]).toMatchObject([{ reopened: 1 }, 'opening_uat']);
    expect(await app.store.find(id)).toMatchObject({ uatSlug: null, note: { code: 'uat_lost', message: expect.stringContaining(`as it was at ${at} UTC`) } });
    await expect(issueUatLink(app, id)).rejects.toMatchObject({ code: 'uat_not_open' });

    const after = await openUat(app, id);
    expect(after).toMatchObject({ state: 'uat', note: { code: 'uat_reopened', message: expect.stringContaining(`as it was at ${at} UTC`) } });
    expectSentence(after?.note?.message ?? '');
    expect(after?.uatSlug).not.toBe(before?.uatSlug);
    expect(await hostOf(id)).toBe('docker-2');
    expect(started[1]).toMatchObject({ login: 'admin', password: started[0]?.password, state: { database: Buffer.from('dump of 123 rows'), filestore: Buffer.from('files') }, publicUrl: expect.stringContaining(after?.uatSlug ?? '-') });
    expect((await app.store.events(id, 0)).slice(-2)).toMatchObject([{ type: 'uat_lost', from: 'uat', to: 'opening_uat', note: { code: 'uat_lost' } }, { type: 'uat_opened', to: 'uat', note: { code: 'uat_reopened' } }]);
    expect(await sessionView(app, after!, null)).toMatchObject({ note: { code: 'uat_reopened' }, uat: { url: expect.stringContaining(after?.uatSlug ?? '-') } });

    const token = (url: string): string => new URL(url).searchParams.get('token') ?? '';
    expect(await useUatLink(app, before?.uatSlug ?? '', token(old.url))).toBeNull();
    expect(await useUatLink(app, after?.uatSlug ?? '', token((await issueUatLink(app, id)).url))).toMatchObject({ sessionId: id, host: 'docker-2' });
  });

  test('and comes back has the old instance reaped, and the new one left alone', async () => {
    const id = await inUat();
    hosts[0]!.away = true;
    await later(80);
    await tendPool(app);
    await openUat(app, id);
    hosts[0]!.away = false;
    expect(await tendPool(app)).toMatchObject({ containers: 1, reopened: 0 });
    expect([hosts[0]!.open_.size, hosts[1]!.open_.size, await stateIn(id)]).toEqual([0, 1, 'uat']);
  });

  test('is left to come back where there is no other place, with its session waiting', async () => {
    hosts.pop();
    app = process_();
    const id = await inUat();
    hosts[0]!.away = true;
    await later(600);
    expect([await tendPool(app), await stateIn(id)]).toMatchObject([{ reopened: 0, leases: 0 }, 'uat']);
    hosts[0]!.away = false;
    // Not yet looked at again, and a place is free on the host that is back.
    expect(await tendPool(app)).toMatchObject({ reopened: 0, leases: 0, containers: 0 });
    await later(11);
    expect(await tendPool(app)).toMatchObject({ reopened: 0, leases: 0, containers: 0 });
    expect([await hostOf(id), hosts[0]!.open_.size]).toEqual(['docker-1', 1]);
  });

  test('starts anew with its container gone is opened again at once', async () => {
    const id = await inUat();
    await typedAndKept(id, 42);
    hosts[0]!.open_.clear();
    await later(20);
    expect([await tendPool(app), await stateIn(id)]).toMatchObject([{ reopened: 1 }, 'opening_uat']);
    expect(await openUat(app, id)).toMatchObject({ state: 'uat' });
    expect(started[1]?.state?.database.toString()).toBe('dump of 42 rows');
  });

  test('is opened as it was at first when nothing was entered, and says so', async () => {
    const id = await inUat();
    hosts[0]!.open_.clear();
    await later(20);
    await tendPool(app);
    expect(await openUat(app, id)).toMatchObject({ note: { message: expect.stringContaining('as it was at first') } });
    expect(started[1]).not.toHaveProperty('state');
  });

  test('is drained or removed has it moved with what was entered up to then', async () => {
    const [drained, removed] = [await inUat(), await inUat()];
    await typedAndKept(drained, 50).catch(() => undefined);
    entered = 60;
    await database.pool.query("UPDATE omb.sandbox_host SET state = 'draining', drain_until = now() + interval '30 seconds' WHERE name = 'docker-1'");
    await later(11);
    expect(await tendPool(app)).toMatchObject({ states: 2, reopened: 0 });
    await database.pool.query("UPDATE omb.sandbox_host SET drain_until = now() WHERE name = 'docker-1'");
    await later(11);
    expect(await tendPool(app)).toMatchObject({ leases: 2, containers: 2, reopened: 2 });
    for (const id of [drained, removed]) {
      expect(await openUat(app, id)).toMatchObject({ state: 'uat' });
      expect([await hostOf(id), (await keptOf(id))?.database.toString()]).toEqual(['docker-2', 'dump of 60 rows']);
    }
  });
});

describe('what a person entered', () => {
  test('is kept once, whatever processes look, and dies with the user test', async () => {
    const id = await inUat();
    entered = 77;
    await later(70);
    await tendPool(app);
    await later(15);
    const rounds = await Promise.all([app, process_(), process_()].map((each) => tendPool(each)));
    expect(rounds.map(({ states }) => states).toSorted()).toEqual([0, 0, 1]);
    await app.store.apply(id, { type: 'cancel' });
    await tendPool(app);
    expect((await database.pool.query('SELECT FROM omb.uat_state')).rowCount).toBe(0);
  });

  test('is not kept when it is too much; the state before stays', async () => {
    const id = await inUat();
    await typedAndKept(id, 42);
    [entered, tooLarge] = [50_000, true];
    await later(301);
    await app.pool?.reap();
    expect(await tendPool(app)).toMatchObject({ states: 0 });
    expect((await keptOf(id))?.database.toString()).toBe('dump of 42 rows');
  });
});

test('a lease that ran out while no process lived is renewed before the reaper sees it', async () => {
  const id = await inUat();
  await later(3600);
  expect(await hostOf(id)).toBeNull();
  expect(await tendPool(process_())).toMatchObject({ leases: 0, containers: 0, reopened: 0 });
  expect([await hostOf(id), hosts[0]!.open_.size]).toEqual(['docker-1', 1]);
});

test('an instance whose time is over is taken down and not opened again', async () => {
  const id = await inUat();
  await later(3 * 86_400);
  expect(await tendPool(app)).toMatchObject({ leases: 1, containers: 1, reopened: 0 });
  expect(await stateIn(id)).toBe('uat');
  await expect(issueUatLink(app, id)).rejects.toMatchObject({ message: expect.stringContaining('its time was over') });
});

test('a session that ends meanwhile is not brought back', async () => {
  const id = await inUat();
  hosts[0]!.away = true;
  await later(80);
  await app.store.apply(id, { type: 'review_uat', decision: 'approve', feedback: null });
  expect([await tendPool(app), await stateIn(id)]).toMatchObject([{ reopened: 0 }, 'packaging']);
});
