import { createHash, randomBytes } from 'node:crypto';
import { BuilderError } from '../../../src/domain/errors.js';
import { NO_USAGE, type Command } from '../../../src/domain/session.js';
import { PostgresArtifactStore } from '../../../src/adapters/postgres/artifact-store.js';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { PostgresSessionStore } from '../../../src/adapters/postgres/session-store.js';
import type { NewSession } from '../../../src/ports/session-store.js';
import { createLog } from '../../../src/log.js';
import { FakeClock } from '../../fakes/clock.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
let store: PostgresSessionStore;
let artifacts: PostgresArtifactStore;
const clock = new FakeClock('2026-11-24T08:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  store = new PostgresSessionStore(database.pool, clock);
  artifacts = new PostgresArtifactStore(database.pool);
});
afterAll(() => database.close());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const newId = (): string => `session-${randomBytes(6).toString('hex')}`;
const submit: NewSession['command'] = { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 2, tokens: 1000 }, requirements: sha256('words'), spec: null, ttlSeconds: 3600 };
const written: Command = { type: 'spec_written', spec: sha256('spec'), changes: null, usage: NO_USAGE };
const approve: Command = { type: 'review_spec', decision: 'approve', feedback: null };

async function begin(more: Partial<NewSession> = {}): Promise<string> {
  const id = more.id ?? newId();
  await store.create({ id, tokenDigest: sha256('token'), command: submit, ...more });
  return id;
}

async function inReview(): Promise<string> {
  const id = await begin();
  const lease = await store.takeLease(id, 'specifying', 10_000);
  await store.apply(id, written, { lease: lease ?? undefined });
  return id;
}

const codeOf = (error: unknown): string => (error instanceof BuilderError ? error.code : String(error));

describe('the session store', () => {
  it('migrates once, however many processes start together', async () => {
    const done = await Promise.all([1, 2, 3].map(() => migrate(database.pool, createLog('silent'))));
    expect(done.flat()).toEqual([]);
  });

  it('refuses a second session with an id that is taken, and keeps the first as it is', async () => {
    const id = await begin({ artifacts: [{ name: 'requirements.md', mediaType: 'text/plain', bytes: Buffer.from('words') }] });
    const rival = store.create({ id, tokenDigest: sha256('other'), command: submit, artifacts: [{ name: 'requirements.md', mediaType: 'text/plain', bytes: Buffer.from('foreign') }] });
    await expect(rival).rejects.toMatchObject({ kind: 'conflict', code: 'session_exists', status: 409 });
    expect((await artifacts.list(id)).map((each) => each.digest)).toEqual([sha256('words')]);
    expect(await store.authorised(id, 'token')).toBe(true);
    expect(await store.authorised(id, 'other')).toBe(false);
    expect(await store.authorised('nobody-has-this', 'token')).toBe(false);
  });

  it('gives 50 identical submissions at once one session', async () => {
    const id = newId();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => store.create({ id, tokenDigest: sha256('token'), command: submit })));
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(await store.events(id, 0)).toHaveLength(1);
  });

  it('lets one of 50 identical decisions at once through, and tells the others where the session is', async () => {
    const id = await inReview();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => store.apply(id, approve, { expectedVersion: 2 })));
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const refused = results.filter((each) => each.status === 'rejected').map((each) => each.reason as BuilderError);
    expect(new Set(refused.map(codeOf))).toEqual(new Set(['stale_version']));
    expect(refused[0]?.details).toEqual({ version: 3, state: 'coding', allowedActions: ['session-cancel'] });
    expect((await store.events(id, 0)).map((each) => each.seq)).toEqual([1, 2, 3]);
  });

  it('answers 50 requests with the same idempotency key with the same outcome and does it once', async () => {
    const id = await inReview();
    const results = await Promise.all(Array.from({ length: 50 }, () => store.apply(id, approve, { idempotencyKey: 'key-1', expectedVersion: 2 })));
    expect(results.filter((each) => !each.replayed)).toHaveLength(1);
    expect(new Set(results.map((each) => JSON.stringify(each.session, Object.keys(each.session).sort())))).toHaveProperty('size', 1);
    expect((await store.find(id))?.version).toBe(3);
  });

  it('refuses an idempotency key that comes with another command', async () => {
    const id = await inReview();
    await store.apply(id, approve, { idempotencyKey: 'key-1' });
    await expect(store.apply(id, { type: 'cancel' }, { idempotencyKey: 'key-1' })).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
    expect((await store.find(id))?.state).toBe('coding');
  });

  it('stores what was sent along only if the command is committed', async () => {
    const id = await inReview();
    const feedback = { name: 'feedback.json', mediaType: 'application/json', bytes: Buffer.from('{}') };
    await expect(store.apply(id, { type: 'review_uat', decision: 'approve', feedback: null }, { artifacts: [feedback] })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await artifacts.list(id)).toEqual([]);
    await store.apply(id, { type: 'review_spec', decision: 'modify', feedback: sha256('{}') }, { artifacts: [feedback] });
    expect(await artifacts.list(id)).toEqual([{ digest: sha256('{}'), name: 'feedback.json', mediaType: 'application/json', size: 2 }]);
  });

  it('shows an artifact to the sessions that have it, and to no other', async () => {
    const [mine, other] = [await begin(), await begin()];
    const digest = await artifacts.put(mine, 'log.txt', 'text/plain', Buffer.from('the same bytes'));
    expect(await artifacts.put(mine, 'again.txt', 'text/plain', Buffer.from('the same bytes'))).toBe(digest);
    expect(Buffer.from((await artifacts.get(mine, digest))?.bytes ?? []).toString()).toBe('the same bytes');
    expect(await artifacts.get(other, digest)).toBeNull();
  });
});

describe('the lease of a stage', () => {
  it('is held by one of ten that ask for it at once', async () => {
    const id = await begin();
    const leases = await Promise.all(Array.from({ length: 10 }, () => store.takeLease(id, 'specifying', 10_000)));
    expect(leases.filter((each) => each !== null)).toHaveLength(1);
  });

  it('is not given for a stage that the session is not in', async () => {
    expect(await store.takeLease(await begin(), 'coding', 10_000)).toBeNull();
  });

  it('needs the fence that was taken: who lost it cannot commit, renew or release', async () => {
    const id = await begin();
    const first = await store.takeLease(id, 'specifying', 20);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const second = await store.takeLease(id, 'specifying', 10_000);
    if (first === null || second === null) throw new Error('both should have had it');
    expect(second.fence).toBe(first.fence + 1);
    expect(await store.renewLease(first, 10_000)).toBe(false);
    await store.releaseLease(first);
    await expect(store.apply(id, written, { lease: first })).rejects.toMatchObject({ kind: 'conflict', code: 'lease_lost' });
    await expect(store.apply(id, written)).rejects.toMatchObject({ kind: 'bug', code: 'lease_required' });
    expect((await store.apply(id, written, { lease: second })).session.state).toBe('spec_review');
  });

  it('ends with each transition, so that a cancelled worker hears of it', async () => {
    const id = await begin();
    const lease = await store.takeLease(id, 'specifying', 10_000);
    if (lease === null) throw new Error('the lease was free');
    await store.apply(id, { type: 'cancel' });
    expect(await store.renewLease(lease, 10_000)).toBe(false);
    await expect(store.apply(id, written, { lease })).rejects.toMatchObject({ code: 'lease_lost' });
  });

  it('that ran out makes the session stalled, and a live one does not', async () => {
    const id = await begin();
    const isStalled = async (): Promise<boolean> => (await store.stalled(30, 1000)).some((each) => each.id === id);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await isStalled()).toBe(true);
    await store.takeLease(id, 'specifying', 100);
    expect(await isStalled()).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 130));
    expect(await isStalled()).toBe(true);
  });
});

it('finds the sessions whose time is over, and only those', async () => {
  const id = await begin();
  expect((await store.overdue(1000)).map((each) => each.id)).not.toContain(id);
  clock.advance(3601_000);
  expect((await store.overdue(1000)).map((each) => each.id)).toContain(id);
  await store.apply(id, { type: 'expire' });
  expect((await store.overdue(1000)).map((each) => each.id)).not.toContain(id);
});

it('answers with a transient error while the database is away', async () => {
  const { createPool } = await import('../../../src/adapters/postgres/pool.js');
  const nowhere = createPool('postgres://nobody@127.0.0.1:1/none', createLog('silent'));
  await expect(new PostgresSessionStore(nowhere, clock).find('session-x')).rejects.toMatchObject({ kind: 'transient', code: 'database_unavailable', status: 503 });
  await expect(new PostgresSessionStore(nowhere, clock).create({ id: newId(), tokenDigest: sha256('x'), command: submit })).rejects.toMatchObject({ code: 'database_unavailable' });
});
