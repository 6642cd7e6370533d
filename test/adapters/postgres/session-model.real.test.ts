import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { PostgresSessionStore } from '../../../src/adapters/postgres/session-store.js';
import { decide } from '../../../src/domain/decide.js';
import { BuilderError } from '../../../src/domain/errors.js';
import { WAITING_STATES, WORKING_STATES, isEnded, isWorking, type Command, type Session, type SessionState } from '../../../src/domain/session.js';
import type { Applied, ApplyOptions, StageLease } from '../../../src/ports/session-store.js';
import { FakeClock } from '../../fakes/clock.js';
import { anyCommand, SUBMIT } from '../../support/commands.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

/** What we believe of one session, kept by `decide` alone; the store must agree after each step. */
interface Model {
  session: Session;
  /** The highest fence that was ever handed out. */
  fence: number;
  /** Whose commit must count now; null when nobody's. */
  held: StageLease | null;
  /** Leases of workers that died or were overtaken: none of these may commit. */
  readonly lost: StageLease[];
  readonly done: { readonly key: string; readonly command: Command; readonly outcome: Session }[];
  keys: number;
}

interface Real {
  readonly store: PostgresSessionStore;
  readonly id: string;
}

type Step = fc.AsyncCommand<Model, Real>;
const OF_A_STAGE = ['spec_written', 'module_written', 'module_tested', 'uat_opened', 'module_packed', 'stage_failed'];
const clock = new FakeClock('2026-11-24T08:00:00Z');

let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.close());

function expected(session: Session, command: Command): Session | 'not_allowed' {
  try {
    return decide(session, command, clock.now()).session;
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'not_allowed') return 'not_allowed';
    throw error;
  }
}

const settled = async (work: Promise<Applied>): Promise<Applied | string> =>
  work.catch((error: unknown) => {
    if (error instanceof BuilderError) return error.code;
    throw error;
  });

function moved(model: Model, outcome: Session): void {
  model.session = outcome;
  if (model.held !== null) model.lost.push(model.held);
  model.held = null;
}

const options = (model: Model, command: Command): ApplyOptions => (OF_A_STAGE.includes(command.type) ? { lease: model.held ?? undefined } : {});

/** One writer, with or without a key. */
class Apply implements Step {
  constructor(readonly command: Command, readonly withKey: boolean) {}
  check = (): boolean => true;
  async run(model: Model, { store, id }: Real): Promise<void> {
    const key = this.withKey ? `key-${(model.keys += 1)}` : undefined;
    const result = await settled(store.apply(id, this.command, { ...options(model, this.command), idempotencyKey: key }));
    if (OF_A_STAGE.includes(this.command.type) && model.held === null) return expect(result).toBe('lease_required');
    const outcome = expected(model.session, this.command);
    if (outcome === 'not_allowed') return expect(result).toBe('not_allowed');
    expect(result).toEqual({ session: outcome, replayed: false });
    moved(model, outcome);
    if (key !== undefined) model.done.push({ key, command: this.command, outcome });
  }
  toString = (): string => `apply(${JSON.stringify(this.command)}${this.withKey ? ', key' : ''})`;
}

/** Several writers with the same command for the same version at once: one effect at most. */
class Rivals implements Step {
  constructor(readonly command: Command, readonly writers: number) {}
  check = (): boolean => true;
  async run(model: Model, { store, id }: Real): Promise<void> {
    const { version } = model.session;
    const results = await Promise.all(Array.from({ length: this.writers }, () => settled(store.apply(id, this.command, { ...options(model, this.command), expectedVersion: version }))));
    const applied = results.filter((each) => typeof each !== 'string');
    if (OF_A_STAGE.includes(this.command.type) && model.held === null) return expect(applied).toHaveLength(0);
    const outcome = expected(model.session, this.command);
    if (outcome === 'not_allowed') return expect(new Set(results)).toEqual(new Set(['not_allowed']));
    expect(applied).toEqual([{ session: outcome, replayed: false }]);
    expect(results.filter((each) => typeof each === 'string').every((each) => each === 'stale_version')).toBe(true);
    moved(model, outcome);
  }
  toString = (): string => `rivals(${this.writers} × ${JSON.stringify(this.command)})`;
}

/** Workers ask for the present stage's lease at once; a crash is a lease that nobody renews. */
class TakeLease implements Step {
  constructor(readonly workers: number, readonly crashes: boolean) {}
  check = ({ session }: Readonly<Model>): boolean => isWorking(session.state);
  async run(model: Model, { store, id }: Real): Promise<void> {
    const { state } = model.session;
    if (!isWorking(state)) throw new Error('check() lets only working states through');
    const got = (await Promise.all(Array.from({ length: this.workers }, () => store.takeLease(id, state, this.crashes ? 0 : 60_000)))).filter((each) => each !== null);
    if (model.held !== null) return expect(got).toHaveLength(0);
    expect(got.length).toBeGreaterThanOrEqual(1);
    if (!this.crashes) expect(got).toHaveLength(1);
    const fences = got.map((each) => each.fence).sort((a, b) => a - b);
    expect(fences).toEqual(fences.map((_, index) => model.fence + 1 + index));
    model.fence = fences.at(-1) ?? model.fence;
    if (this.crashes) model.lost.push(...got.filter((each) => each.fence < model.fence));
    // The last crashed worker's fence is still the present one until somebody takes over.
    else model.held = got[0] ?? null;
    if (this.crashes) await new TakeLease(1, false).run(model, { store, id });
  }
  toString = (): string => `takeLease(${this.workers}${this.crashes ? ', and they die' : ''})`;
}

class Release implements Step {
  check = ({ held }: Readonly<Model>): boolean => held !== null;
  async run(model: Model, { store }: Real): Promise<void> {
    if (model.held === null) return;
    await store.releaseLease(model.held);
    model.lost.push(model.held);
    model.held = null;
  }
  toString = (): string => 'release()';
}

/** A worker that was thought dead comes back with what it made. */
class ComeBack implements Step {
  constructor(readonly command: Command) {}
  check = ({ lost }: Readonly<Model>): boolean => lost.length > 0 && OF_A_STAGE.includes(this.command.type);
  async run(model: Model, { store, id }: Real): Promise<void> {
    for (const lease of model.lost) {
      expect(await store.renewLease(lease, 60_000)).toBe(false);
      expect(await settled(store.apply(id, this.command, { lease }))).toBe('lease_lost');
    }
  }
  toString = (): string => `comeBack(${this.command.type})`;
}

/** Every request that was answered is sent again. */
class Replay implements Step {
  check = ({ done }: Readonly<Model>): boolean => done.length > 0;
  async run(model: Model, { store, id }: Real): Promise<void> {
    for (const { key, command, outcome } of model.done) {
      expect(await store.apply(id, command, { idempotencyKey: key })).toEqual({ session: outcome, replayed: true });
    }
  }
  toString = (): string => 'replay()';
}

/** What fits the present state, so that sessions come far. */
class Advance implements Step {
  constructor(readonly variant: number) {}
  check = ({ session }: Readonly<Model>): boolean => !isEnded(session.state);
  async run(model: Model, real: Real): Promise<void> {
    const { state } = model.session;
    if (isWorking(state) && model.held === null) await new TakeLease(2, false).run(model, real);
    const fitting = FITTING[state] ?? [];
    const command = fitting[this.variant % fitting.length];
    if (command !== undefined) await new Rivals(command, 1 + (this.variant % 3)).run(model, real);
  }
  toString = (): string => `advance(${this.variant})`;
}

const usage = { inputTokens: 1, outputTokens: 1, llmCalls: 1 };
const FITTING: Partial<Record<SessionState, readonly Command[]>> = {
  specifying: [{ type: 'spec_written', spec: 's', changes: null, usage }],
  spec_review: [{ type: 'review_spec', decision: 'approve', feedback: null }, { type: 'review_spec', decision: 'approve', feedback: null }, { type: 'review_spec', decision: 'modify', feedback: 'f' }],
  coding: [{ type: 'module_written', module: 'm', acceptanceTests: 't', usage }],
  testing: [{ type: 'module_tested', green: true, report: 'r', usage }, { type: 'module_tested', green: false, report: 'r', usage }],
  code_review: [{ type: 'review_code', decision: 'accept', feedback: null }, { type: 'review_code', decision: 'modify', feedback: 'f' }],
  opening_uat: [{ type: 'uat_opened', slug: 'slug' }],
  uat: [{ type: 'review_uat', decision: 'approve', feedback: null }, { type: 'review_uat', decision: 'reject', feedback: 'f' }],
  packaging: [{ type: 'module_packed', zip: 'z' }],
};

async function holds(model: Model, { store, id }: Real): Promise<void> {
  expect(await store.find(id)).toEqual(model.session);
  const events = await store.events(id, 0);
  expect(events.map((each) => each.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events).toHaveLength(model.session.version);
  let at: SessionState | null = null;
  for (const event of events) {
    expect(event.from).toBe(at);
    at = event.to;
  }
  expect(at).toBe(model.session.state);
}

it('whatever rivals, crashed workers and repeated requests do, the store and the table of transitions agree', async () => {
  const steps: fc.Arbitrary<Step>[] = [
    anyCommand.map((command) => new Apply(command, false)),
    anyCommand.map((command) => new Apply(command, true)),
    fc.tuple(anyCommand, fc.integer({ min: 2, max: 6 })).map(([command, writers]) => new Rivals(command, writers)),
    fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()).map(([workers, crashes]) => new TakeLease(workers, crashes)),
    fc.integer({ min: 1, max: 5 }).map((workers) => new TakeLease(workers, false)),
    fc.constant(new Release()),
    anyCommand.map((command) => new ComeBack(command)),
    fc.constant(new Replay()),
    ...[1, 2, 3].map(() => fc.nat(11).map((variant) => new Advance(variant))),
  ];
  const seen = new Set<SessionState>();
  const store = new PostgresSessionStore(database.pool, clock);
  const wanted: readonly SessionState[] = [...WORKING_STATES, ...WAITING_STATES, 'delivered', 'cancelled'];
  // A run that never comes far would prove little: by chance one may miss a state, as was seen once.
  for (let runs = 0; runs < 4 && !wanted.every((state) => seen.has(state)); runs += 1) {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
        const id = `model-${randomBytes(8).toString('hex')}`;
        const real: Real = { store, id };
        const { session } = await store.create({ id, tokenDigest: createHash('sha256').update(id).digest('hex'), command: SUBMIT });
        const model: Model = { session, fence: 0, held: null, lost: [], done: [], keys: 0 };
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await holds(model, real);
        for (const event of await store.events(id, 0)) seen.add(event.to);
      }),
      { numRuns: 40 },
    );
  }
  expect([...seen]).toEqual(expect.arrayContaining([...wanted]));
}, 120_000);
