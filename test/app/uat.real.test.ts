import { createHash } from 'node:crypto';
import { cancel } from '../../src/app/api/cancel.js';
import type { App } from '../../src/app/app.js';
import { closeUat } from '../../src/app/close-uat.js';
import { deliver } from '../../src/app/deliver.js';
import { issueUatLink } from '../../src/app/issue-uat-link.js';
import { openUat } from '../../src/app/open-uat.js';
import { useUatLink } from '../../src/app/use-uat-link.js';
import { readConfig } from '../../src/config.js';
import { BuilderError } from '../../src/domain/errors.js';
import type { LiveOdoo, StartLiveOdoo } from '../../src/ports/live-odoo.js';
import { FakeSandboxHost } from '../fakes/sandbox-host.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { uatApp } from '../support/uat-app.js';
import { sessionBeforeUat } from '../support/uat-session.js';
import { zipEntries } from '../support/zip-entries.js';

/** Real Postgres; the Docker host is a fake, so that what goes wrong on it can be made to go wrong. */
let database: TestDatabase;
let host: FakeSandboxHost;
let app: App;
let started: StartLiveOdoo[];
let onStart: () => Promise<void>;
const liveOdoo: LiveOdoo = {
  async start(_sandbox, request) {
    started.push(request);
    await onStart();
    return { entryPath: '/odoo/action-7' };
  },
  written: async () => 1,
  state: async () => null,
};

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('DELETE FROM omb.sandbox_host');
  host = new FakeSandboxHost();
  app = uatApp(database, readConfig({ OMB_UAT_SLOTS: '2' }), host, liveOdoo);
  started = [];
  onStart = async () => undefined;
});

const used = async (): Promise<number> => (await app.pool?.status())?.hosts[0]?.used ?? -1;
const tokenOf = (url: string): string => new URL(url).searchParams.get('token') ?? '';

describe('opening a UAT instance', () => {
  test('starts an Odoo with the module and its tests, and waits for the person', async () => {
    const { id } = await sessionBeforeUat(app);
    const session = await openUat(app, id);
    expect(session).toMatchObject({ state: 'uat', uatSlug: expect.stringMatching(/^[a-z0-9]{20}$/) });
    expect(started[0]).toMatchObject({ module: 'shelf', demo: false, login: 'admin', publicUrl: `http://${session?.uatSlug}.uat.localhost:5681` });
    expect(started[0]?.files.map((file) => file.path)).toEqual(expect.arrayContaining(['__manifest__.py', 'tests/test_acceptance.py']));
    expect([host.open_.size, await used()]).toEqual([1, 1]);
  });

  test('a second run after a crash takes down what the first left, and opens one', async () => {
    const { id } = await sessionBeforeUat(app);
    const lease = await app.pool?.acquire({ sessionId: id, purpose: 'uat', ttlMs: 60_000, waitMs: 0 });
    await host.open({ sessionId: id, purpose: 'uat', slug: 'a'.repeat(20), fence: 1, expiresAt: new Date(Date.now() + 60_000) });
    const session = await openUat(app, id);
    expect([...host.open_.values()].map(({ slug }) => slug)).toEqual([session?.uatSlug]);
    expect([await used(), (await app.pool?.find(id, 'uat'))?.leaseId === lease?.leaseId]).toEqual([1, false]);
  });

  test('an Odoo that does not answer is tried again, and leaves nothing running', async () => {
    const { id } = await sessionBeforeUat(app);
    onStart = () => Promise.reject(new BuilderError('transient', 'uat_not_answering', 'It did not answer.'));
    expect(await openUat(app, id)).toMatchObject({ state: 'opening_uat', attempts: 1 });
    expect([host.open_.size, await used(), await app.uats.findBySession(id)]).toEqual([0, 0, null]);
  });

  test('a module that cannot be installed goes back to the person at once, with the reason', async () => {
    const { id } = await sessionBeforeUat(app);
    onStart = () => Promise.reject(new BuilderError('user', 'uat_install_failed', 'The module cannot be installed.'));
    expect(await openUat(app, id)).toMatchObject({ state: 'code_review', note: { code: 'uat_install_failed' } });
  });

  test('a session that is cancelled meanwhile keeps no Odoo', async () => {
    const { id } = await sessionBeforeUat(app);
    onStart = async () => {
      await app.store.apply(id, { type: 'cancel' });
      await closeUat(app, id);
    };
    await openUat(app, id);
    expect([(await app.store.find(id))?.state, host.open_.size, await used(), await app.uats.findBySession(id)]).toEqual(['cancelled', 0, 0, null]);
  });

  test('without a Docker host at hand the reaper takes the Odoo of a session that has moved on, and its links', async () => {
    const { id } = await sessionBeforeUat(app);
    await openUat(app, id);
    const { url } = await issueUatLink(app, id);
    await app.store.apply(id, { type: 'cancel' });
    expect(await app.pool?.reap()).toEqual({ leases: 1, containers: 1 });
    expect([host.open_.size, await used(), await app.uats.findBySession(id)]).toEqual([0, 0, null]);
    expect(await useUatLink(app, new URL(url).hostname.split('.')[0] ?? '', tokenOf(url))).toBeNull();
  });

  test('the reaper leaves the Odoo of a session that waits for its person alone', async () => {
    const { id } = await sessionBeforeUat(app);
    await openUat(app, id);
    expect(await app.pool?.reap()).toEqual({ leases: 0, containers: 0 });
    expect(host.open_.size).toBe(1);
  });
});

describe('a one-time link', () => {
  test('opens its instance once, whoever asks at the same time', async () => {
    const { id } = await sessionBeforeUat(app);
    const slug = (await openUat(app, id))?.uatSlug ?? '';
    const { url, expiresAt, login, password } = await issueUatLink(app, id);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(9 * 60_000);
    expect([login, password]).toEqual(['admin', started[0]?.password]);
    const opened = await Promise.all(Array.from({ length: 20 }, () => useUatLink(app, slug, tokenOf(url))));
    expect(opened.filter((instance) => instance !== null)).toEqual([expect.objectContaining({ slug, sessionId: id, entryPath: '/odoo/action-7' })]);
  });

  test('is refused after its time', async () => {
    const { id } = await sessionBeforeUat(app);
    const slug = (await openUat(app, id))?.uatSlug ?? '';
    const { url } = await issueUatLink({ ...app, clock: { ...app.clock, now: () => new Date(Date.now() - 601_000) } }, id);
    expect(await useUatLink(app, slug, tokenOf(url))).toBeNull();
  });

  test('is not stored as it is: the database knows its digest only', async () => {
    const { id } = await sessionBeforeUat(app);
    await openUat(app, id);
    const token = tokenOf((await issueUatLink(app, id)).url);
    const { rows } = await database.pool.query<{ row: string }>('SELECT uat_link::text AS row FROM omb.uat_link');
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
    expect(rows.some(({ row }) => row.includes(createHash('sha256').update(token).digest('hex')))).toBe(true);
  });

  test('is not given where there is no Odoo to try', async () => {
    const { id } = await sessionBeforeUat(app);
    await expect(issueUatLink(app, id)).rejects.toMatchObject({ kind: 'conflict', code: 'uat_not_open' });
    await openUat(app, id);
    await closeUat(app, id);
    await expect(issueUatLink(app, id)).rejects.toMatchObject({ code: 'uat_not_open' });
  });
});

describe('delivery', () => {
  async function delivered(): Promise<{ id: string; zip: string; bytes: Uint8Array }> {
    const { id } = await sessionBeforeUat(app);
    await openUat(app, id);
    await app.store.apply(id, { type: 'review_uat', decision: 'approve', feedback: null });
    const session = await deliver(app, id);
    expect(session).toMatchObject({ state: 'delivered', zip: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const artifact = await app.artifacts.get(id, session?.zip ?? '');
    expect(artifact).toMatchObject({ name: 'shelf-19.0.1.0.0.zip', mediaType: 'application/zip' });
    return { id, zip: session?.zip ?? '', bytes: artifact?.bytes ?? new Uint8Array() };
  }

  test('packs the module, its tests and its evidence in one folder, and takes the Odoo down', async () => {
    const { id, bytes } = await delivered();
    const entries = await zipEntries(bytes);
    expect([...entries.keys()]).toEqual(expect.arrayContaining(['shelf/__manifest__.py', 'shelf/models/shelf.py', 'shelf/tests/test_acceptance.py', 'shelf/doc/EVIDENCE.md', 'shelf/doc/spec.yaml', 'shelf/doc/verdict.json']));
    expect(entries.get('shelf/doc/EVIDENCE.md')).toContain('### AC-1 A shelf has a name: holds');
    expect([host.open_.size, await used(), await app.uats.findBySession(id)]).toEqual([0, 0, null]);
  });

  test('two sessions with the same module get the same bytes: no time, no session id', async () => {
    const [one, other] = [await delivered(), await delivered()];
    expect(other.zip).toBe(one.zip);
    const texts = [...(await zipEntries(one.bytes)).values()].join('\n');
    expect(texts).not.toContain(one.id);
    expect(texts).not.toMatch(new RegExp(`${new Date().getFullYear()}-\\d\\d-\\d\\d`));
  });

  test('leaves the Odoo to the person for the configured time, and the reaper takes it then', async () => {
    app = uatApp(database, readConfig({ OMB_UAT_SLOTS: '2', OMB_UAT_GRACE_SECONDS: '3600' }), host, liveOdoo);
    const { id } = await sessionBeforeUat(app);
    const slug = (await openUat(app, id))?.uatSlug ?? '';
    const { url } = await issueUatLink(app, id);
    await app.store.apply(id, { type: 'review_uat', decision: 'approve', feedback: null });
    expect(await deliver(app, id)).toMatchObject({ state: 'delivered' });
    expect(await app.pool?.reap()).toEqual({ leases: 0, containers: 0 });
    expect(await useUatLink(app, slug, tokenOf(url))).toMatchObject({ sessionId: id });
    const left = ((await app.pool?.find(id, 'uat'))?.expiresAt.getTime() ?? 0) - Date.now();
    expect([left > 3_500_000, left <= 3_600_000]).toEqual([true, true]);
    await database.pool.query("UPDATE omb.sandbox_slot SET expires_at = now() WHERE session_id = $1", [id]);
    expect(await app.pool?.reap()).toEqual({ leases: 1, containers: 1 });
    expect([host.open_.size, await used(), await app.uats.findBySession(id)]).toEqual([0, 0, null]);
  });

  test('goes on when the Docker host is away: the reaper takes the Odoo later', async () => {
    const { id } = await sessionBeforeUat(app);
    await openUat(app, id);
    await app.store.apply(id, { type: 'review_uat', decision: 'approve', feedback: null });
    const destroy = host.destroySession.bind(host);
    host.destroySession = () => Promise.reject(new BuilderError('transient', 'docker_unreachable', 'away'));
    expect(await deliver(app, id)).toMatchObject({ state: 'delivered' });
    host.destroySession = destroy;
    expect(await app.pool?.reap()).toEqual({ leases: 1, containers: 1 });
  });
});

test('cancelling by the API takes the Odoo down', async () => {
  const { id } = await sessionBeforeUat(app);
  await openUat(app, id);
  const token = 'x'.repeat(43);
  await database.pool.query('UPDATE omb.session SET token_digest = $2 WHERE id = $1', [id, createHash('sha256').update(token).digest('hex')]);
  const answer = await cancel(app, { headers: { authorization: `Bearer ${token}` }, query: {}, body: { sessionId: id } });
  expect(answer.status).toBe(202);
  expect([host.open_.size, await used()]).toEqual([0, 0]);
});
