import { createHash, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { BuilderError } from '../../domain/errors.js';
import type { PastSession } from '../../domain/quote.js';
import { WORKING_STATES, ENDED_STATES, type Command, type Session, type SessionEvent, type Stage } from '../../domain/session.js';
import type { Clock } from '../../ports/clock.js';
import type { Events } from '../../ports/events.js';
import type { Applied, ApplyOptions, NewSession, SessionStore, StageLease } from '../../ports/session-store.js';
import { applyCommand } from './apply-command.js';
import { createSession } from './create-session.js';
import { toEvent, type EventRow } from './session-event.js';
import * as leases from './stage-leases.js';
import { query, transaction } from './transaction.js';

const NOBODY = createHash('sha256').update('no session has this token').digest();
const quoted = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

/**
 * Sessions in Postgres. Transitions are announced on LISTEN/NOTIFY in their own transaction;
 * with `announce` (Redis) they are published there after the commit instead.
 */
export class PostgresSessionStore implements SessionStore {
  /** @param holder under which name this process takes leases */
  constructor(private readonly pool: Pool, private readonly clock: Clock, private readonly announce: Events | null = null, private readonly holder = '') {}

  async create(input: NewSession): Promise<Applied> {
    return this.published(await transaction(this.pool, (client) => createSession(client, input, this.clock.now(), this.announce === null)));
  }

  async apply(id: string, command: Command, options: ApplyOptions = {}): Promise<Applied> {
    return this.published(await transaction(this.pool, (client) => applyCommand(client, id, command, options, this.clock.now(), this.announce === null)));
  }

  async find(id: string): Promise<Session | null> {
    const { rows } = await query<{ body: Session }>(this.pool, 'SELECT body FROM omb.session WHERE id = $1', [id]);
    return rows[0]?.body ?? null;
  }

  async authorised(id: string, token: string): Promise<boolean> {
    const { rows } = await query<{ token_digest: string }>(this.pool, 'SELECT token_digest FROM omb.session WHERE id = $1', [id]);
    const known = rows[0] ? Buffer.from(rows[0].token_digest, 'hex') : NOBODY;
    const equal = timingSafeEqual(createHash('sha256').update(token).digest(), known);
    return equal && rows.length === 1;
  }

  async tokenKey(): Promise<Uint8Array> {
    const { rows } = await query<{ key: Buffer }>(this.pool, 'SELECT token_key AS key FROM omb.installation', []);
    if (!rows[0]) throw new BuilderError('bug', 'token_key_missing', 'The installation has no token key: the first migration makes it.');
    return rows[0].key;
  }

  async events(id: string, afterSeq: number, limit = 1000): Promise<readonly SessionEvent[]> {
    const { rows } = await query<EventRow>(
      this.pool,
      'SELECT session_id, seq, type, from_state, to_state, note, at FROM omb.session_event WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT $3',
      [id, afterSeq, limit],
    );
    return rows.map(toEvent);
  }

  takeLease(id: string, stage: Stage, ttlMs: number): Promise<StageLease | null> {
    return leases.takeLease(this.pool, id, stage, ttlMs, this.holder);
  }

  renewLease(lease: StageLease, ttlMs: number): Promise<boolean> {
    return leases.renewLease(this.pool, lease, ttlMs);
  }

  releaseLease(lease: StageLease): Promise<void> {
    return leases.releaseLease(this.pool, lease);
  }

  /** A stage that failed waits longer with each attempt. */
  async stalled(idleMs: number, limit: number): Promise<readonly Session[]> {
    const { rows } = await query<{ body: Session }>(
      this.pool,
      `SELECT body FROM omb.session LEFT JOIN omb.stage_lease ON session_id = id
       WHERE state IN (${quoted(WORKING_STATES)})
         AND touched_at < clock_timestamp() - $1 * (1 + (body->>'attempts')::integer) * interval '1 millisecond'
         AND (stage_lease.expires_at IS NULL OR stage_lease.expires_at <= clock_timestamp())
       ORDER BY touched_at LIMIT $2`,
      [idleMs, limit],
    );
    return rows.map((row) => row.body);
  }

  async history(limit: number): Promise<readonly PastSession[]> {
    const { rows } = await query<PastSession>(
      this.pool,
      `SELECT body->'size' AS size, body->'usage' AS usage, (body->>'workedMs')::float8 AS "workedMs" FROM omb.session WHERE state = 'delivered' ORDER BY touched_at DESC LIMIT $1`,
      [limit],
    );
    return rows;
  }

  async overdue(limit: number): Promise<readonly Session[]> {
    const { rows } = await query<{ body: Session }>(
      this.pool,
      `SELECT body FROM omb.session WHERE state NOT IN (${quoted(ENDED_STATES)}) AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [this.clock.now(), limit],
    );
    return rows.map((row) => row.body);
  }

  private async published(applied: Applied): Promise<Applied> {
    const { id, version, state } = applied.session;
    // A lost announcement costs nothing but time: whoever watches looks at the store now and then.
    if (this.announce !== null && !applied.replayed) await this.announce.publish({ kind: 'transition', sessionId: id, seq: version, state }).catch(() => {});
    return applied;
  }
}
