import { decide } from '../../src/domain/decide.js';
import { BuilderError } from '../../src/domain/errors.js';
import { isEnded, isWorking, type Command, type Session, type SessionEvent, type Stage } from '../../src/domain/session.js';
import type { PastSession } from '../../src/domain/quote.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Events } from '../../src/ports/events.js';
import type { Applied, ApplyOptions, NewSession, SessionStore, StageLease } from '../../src/ports/session-store.js';

/** Sessions in memory: the real `decide`, leases with fence, no durability. */
export class MemorySessionStore implements SessionStore {
  readonly sessions = new Map<string, Session>();
  private readonly written: SessionEvent[] = [];
  readonly commands: Command[] = [];
  private readonly leases = new Map<string, { fence: number; expiresAt: number }>();
  private readonly outcomes = new Map<string, { command: string; session: Session }>();

  constructor(private readonly clock: Clock, private readonly announce: Events) {}

  async create({ id, command }: NewSession): Promise<Applied> {
    if (this.sessions.has(id)) throw new BuilderError('conflict', 'session_exists', 'There is a session with this id.');
    return this.commit(decide(null, command, this.clock.now(), id), command);
  }

  async find(id: string): Promise<Session | null> {
    return this.sessions.get(id) ?? null;
  }

  async authorised(): Promise<boolean> {
    return true;
  }

  async tokenKey(): Promise<Uint8Array> {
    return new Uint8Array(32);
  }

  async apply(id: string, command: Command, options: ApplyOptions = {}): Promise<Applied> {
    const key = `${id} ${options.idempotencyKey}`;
    const known = options.idempotencyKey === undefined ? undefined : this.outcomes.get(key);
    if (known) {
      if (known.command !== JSON.stringify(command)) throw new BuilderError('user', 'idempotency_key_reused', 'The key was used for another command.');
      return { session: known.session, replayed: true };
    }
    const session = this.sessions.get(id);
    if (!session) throw new BuilderError('user', 'session_not_found', 'There is no such session.', { status: 404 });
    if (options.expectedVersion !== undefined && options.expectedVersion !== session.version) throw new BuilderError('conflict', 'stale_version', 'The session has moved on.');
    if (options.lease && (!this.isLive(id) || this.leases.get(id)?.fence !== options.lease.fence)) throw new BuilderError('conflict', 'lease_lost', 'The lease is lost.');
    const applied = this.commit(decide(session, command, this.clock.now()), command);
    if (options.idempotencyKey !== undefined) this.outcomes.set(key, { command: JSON.stringify(command), session: applied.session });
    return applied;
  }

  async events(id: string, afterSeq: number, limit = 100): Promise<readonly SessionEvent[]> {
    return this.written.filter((event) => event.sessionId === id && event.seq > afterSeq).slice(0, limit);
  }

  async takeLease(id: string, stage: Stage, ttlMs: number): Promise<StageLease | null> {
    if (this.sessions.get(id)?.state !== stage || this.isLive(id)) return null;
    const fence = (this.leases.get(id)?.fence ?? 0) + 1;
    const expiresAt = this.clock.now().getTime() + ttlMs;
    this.leases.set(id, { fence, expiresAt });
    return { sessionId: id, stage, fence, expiresAt: new Date(expiresAt) };
  }

  async renewLease(lease: StageLease, ttlMs: number): Promise<boolean> {
    const held = this.leases.get(lease.sessionId);
    if (!this.isLive(lease.sessionId) || held?.fence !== lease.fence) return false;
    held.expiresAt = this.clock.now().getTime() + ttlMs;
    return true;
  }

  async releaseLease(lease: StageLease): Promise<void> {
    const held = this.leases.get(lease.sessionId);
    if (held?.fence === lease.fence) held.expiresAt = 0;
  }

  async stalled(): Promise<readonly Session[]> {
    return [...this.sessions.values()].filter((session) => isWorking(session.state) && !this.isLive(session.id));
  }

  async history(limit: number): Promise<readonly PastSession[]> {
    return [...this.sessions.values()].filter(({ state }) => state === 'delivered').reverse().slice(0, limit);
  }

  async overdue(limit: number): Promise<readonly Session[]> {
    return [...this.sessions.values()].filter((session) => !isEnded(session.state) && new Date(session.expiresAt) < this.clock.now()).slice(0, limit);
  }

  /** What a killed process leaves behind: a lease that nobody holds any more. */
  expireLease(id: string): void {
    const held = this.leases.get(id);
    if (held) held.expiresAt = 0;
  }

  private isLive(id: string): boolean {
    return (this.leases.get(id)?.expiresAt ?? 0) > this.clock.now().getTime();
  }

  private commit({ session, event }: { session: Session; event: SessionEvent }, command: Command): Applied {
    this.sessions.set(session.id, session);
    this.written.push(event);
    this.commands.push(command);
    if (event.from !== event.to) {
      const held = this.leases.get(session.id);
      if (held) held.expiresAt = 0;
    }
    void this.announce.publish({ kind: 'transition', sessionId: session.id, seq: event.seq, state: session.state });
    return { session, replayed: false };
  }
}
