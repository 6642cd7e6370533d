import type { Pool } from 'pg';
import { SANDBOX_MEMORY_BYTES, type PoolStatus, type SandboxPurpose } from '../../ports/sandbox.js';
import { query, transaction } from './transaction.js';

export interface SlotLease {
  readonly leaseId: string;
  readonly host: string;
  readonly sessionId: string;
  readonly purpose: SandboxPurpose;
  readonly fence: number;
  readonly expiresAt: Date;
}

interface Row {
  lease_id: string;
  host: string;
  session_id: string;
  purpose: SandboxPurpose;
  fence: string;
  expires_at: Date;
}

const COLUMNS = 'lease_id, host, session_id, purpose, fence, expires_at';

const toLease = (row: Row): SlotLease => ({ leaseId: row.lease_id, host: row.host, sessionId: row.session_id, purpose: row.purpose, fence: Number(row.fence), expiresAt: row.expires_at });

/** States of a session in which it may hold a sandbox of a purpose; else its sandbox is a leftover. */
const STATES: Record<SandboxPurpose, readonly string[]> = { test: ['testing'], uat: ['opening_uat', 'uat', 'packaging'] };

/** A waiter that has not been heard of for so long is dead; it looks twenty times as often. */
const SILENT = "interval '5 seconds'";
/** Of the waiter `me`: it is still there, and its place in the line, 1 for who is next. */
export const IS_THERE = `me.seen_at > now() - ${SILENT}`;
export const PLACE = `1 + (SELECT count(*) FROM omb.sandbox_waiter other WHERE other.purpose = me.purpose AND other.ticket < me.ticket AND other.seen_at > now() - ${SILENT})::int`;

/** Three times as long as a process that has warm sandboxes is ever silent. */
const WARM_SILENT = "interval '30 seconds'";

export interface SlotRequest {
  /** Names of the hosts that come into question. */
  readonly hosts: readonly string[];
  /** Those that have something ready for it. */
  readonly preferred: readonly string[];
  readonly sessionId: string;
  readonly purpose: SandboxPurpose;
  readonly ttlMs: number;
  readonly ticket: string | null;
}

/** The rows of `omb.sandbox_host`, `omb.sandbox_slot` and `omb.sandbox_waiter`. Time is the database's, so that hosts' clocks need not agree. */
export class SandboxSlots {
  constructor(private readonly pool: Pool) {}

  /** Makes the rows of a host fit its number of slots; one that is in use is taken away when its lease is over. */
  async declare(host: string, slots: Record<SandboxPurpose, number>): Promise<void> {
    await transaction(this.pool, async (client) => {
      await client.query('INSERT INTO omb.sandbox_host (name) VALUES ($1) ON CONFLICT DO NOTHING', [host]);
      for (const [purpose, count] of Object.entries(slots)) {
        await client.query('INSERT INTO omb.sandbox_slot (host, purpose, slot) SELECT $1, $2, generate_series(1, $3::int) ON CONFLICT DO NOTHING', [host, purpose, count]);
        await client.query('DELETE FROM omb.sandbox_slot WHERE host = $1 AND purpose = $2 AND slot > $3 AND (lease_id IS NULL OR expires_at < now())', [host, purpose, count]);
      }
    });
  }

  /**
   * A free slot on one of the hosts: one of `preferred` first, then the host with most memory that no sandbox may claim,
   * then with most slots; there one that nobody had before one whose lease has run out, which may yet be kept. Null when all are taken, or kept for those who came before.
   * The names are said of each table, though one would follow from the other: so each is read by its key.
   * `ticket`: of a waiter, which is given up with the slot; null of one who has just come.
   */
  async take({ hosts, preferred, sessionId, purpose, ttlMs, ticket }: SlotRequest): Promise<SlotLease | null> {
    const { rows } = await query<Row>(
      this.pool,
      `WITH room AS (
         SELECT s.host, count(*) FILTER (WHERE s.purpose = $3 AND (s.lease_id IS NULL OR s.expires_at < now())) AS free,
                coalesce(max(h.memory_bytes), 0) - $7::bigint * count(*) FILTER (WHERE s.expires_at >= now()) AS memory
           FROM omb.sandbox_slot s JOIN omb.sandbox_host h ON h.name = s.host AND h.state = 'ready'
          WHERE s.host = ANY($1) AND h.name = ANY($1) GROUP BY s.host
       ), before AS (
         SELECT count(*) AS waiters FROM omb.sandbox_waiter WHERE purpose = $3 AND ($5::bigint IS NULL OR ticket < $5) AND seen_at > now() - ${SILENT}
       ), free AS (
         SELECT s.host, s.purpose, s.slot FROM omb.sandbox_slot s JOIN room ON room.host = s.host
          WHERE s.host = ANY($1) AND s.purpose = $3 AND (s.lease_id IS NULL OR s.expires_at < now()) AND (SELECT waiters FROM before) < (SELECT sum(free) FROM room)
          ORDER BY (s.host = ANY($6)) DESC, room.memory DESC, room.free DESC, s.lease_id IS NOT NULL, s.slot LIMIT 1 FOR UPDATE OF s SKIP LOCKED
       ), taken AS (
         UPDATE omb.sandbox_slot s
            SET lease_id = gen_random_uuid(), session_id = $2, fence = s.fence + 1, expires_at = now() + $4::bigint * interval '1 millisecond'
           FROM free WHERE (s.host, s.purpose, s.slot) = (free.host, free.purpose, free.slot)
         RETURNING ${COLUMNS.split(', ').map((column) => `s.${column}`).join(', ')}
       ), served AS (DELETE FROM omb.sandbox_waiter WHERE ticket = $5 AND EXISTS (SELECT FROM taken))
       SELECT ${COLUMNS} FROM taken`,
      [hosts, sessionId, purpose, Math.round(ttlMs), ticket, preferred, SANDBOX_MEMORY_BYTES],
    );
    return rows[0] ? toLease(rows[0]) : null;
  }

  /** A place in the line of those who wait; rows of waiters that died long ago go. */
  async enqueue(purpose: SandboxPurpose, sessionId: string): Promise<string> {
    const { rows } = await query<{ ticket: string }>(this.pool, `WITH gone AS (DELETE FROM omb.sandbox_waiter WHERE seen_at < now() - interval '1 minute') INSERT INTO omb.sandbox_waiter (purpose, session_id) VALUES ($1, $2) RETURNING ticket`, [purpose, sessionId]);
    if (!rows[0]) throw new Error('the database gave no ticket');
    return rows[0].ticket;
  }

  /** The waiter is still there. @returns its place in the line, 1 for who is next */
  async waiting(ticket: string): Promise<number> {
    const { rows } = await query<{ place: number }>(
      this.pool,
      `UPDATE omb.sandbox_waiter me SET seen_at = now() WHERE ticket = $1
       RETURNING ${PLACE} AS place`,
      [ticket],
    );
    return rows[0]?.place ?? 1;
  }

  async leave(ticket: string): Promise<void> {
    await query(this.pool, 'DELETE FROM omb.sandbox_waiter WHERE ticket = $1', [ticket]);
  }

  async renew(leaseId: string, fence: number, ttlMs: number): Promise<boolean> {
    const { rowCount } = await query(this.pool, `UPDATE omb.sandbox_slot SET expires_at = now() + $3::bigint * interval '1 millisecond' WHERE lease_id = $1 AND fence = $2 AND expires_at > now()`, [leaseId, fence, Math.round(ttlMs)]);
    return rowCount === 1;
  }

  /** As `renew`, also when it ran out: its place may still be its own. */
  async keep(leaseId: string, fence: number, ttlMs: number): Promise<boolean> {
    const { rowCount } = await query(this.pool, `UPDATE omb.sandbox_slot SET expires_at = greatest(expires_at, now() + $3::bigint * interval '1 millisecond') WHERE lease_id = $1 AND fence = $2`, [leaseId, fence, Math.round(ttlMs)]);
    return rowCount === 1;
  }

  /** Milliseconds that the lease holds on; null when it is over, or its place is another's. */
  async leftMs(leaseId: string, fence: number): Promise<number | null> {
    const { rows } = await query<{ left: number }>(this.pool, 'SELECT (extract(epoch FROM expires_at - now()) * 1000)::float8 AS left FROM omb.sandbox_slot WHERE lease_id = $1 AND fence = $2 AND expires_at > now()', [leaseId, fence]);
    return rows[0]?.left ?? null;
  }

  /** Leases of a session on a host, also those that have run out and are nobody else's yet. */
  async onHost(host: string, sessionId: string, purpose: SandboxPurpose): Promise<readonly string[]> {
    const { rows } = await query<{ id: string }>(this.pool, 'SELECT lease_id AS id FROM omb.sandbox_slot WHERE session_id = $2 AND host = $1 AND purpose = $3', [host, sessionId, purpose]);
    return rows.map(({ id }) => id);
  }

  /** True if there was such a lease. A UAT instance ends with its lease: no link may lead to what the reaper has taken. */
  async release(leaseId: string): Promise<boolean> {
    const { rowCount } = await query(
      this.pool,
      `WITH ended AS (DELETE FROM omb.uat_instance WHERE lease_id = $1::text)
       UPDATE omb.sandbox_slot SET lease_id = NULL, session_id = NULL, expires_at = NULL WHERE lease_id = $1::uuid`,
      [leaseId],
    );
    return rowCount === 1;
  }

  async find(sessionId: string, purpose: SandboxPurpose): Promise<SlotLease | null> {
    const { rows } = await query<Row>(this.pool, `SELECT ${COLUMNS} FROM omb.sandbox_slot WHERE session_id = $1 AND purpose = $2 AND expires_at > now() ORDER BY expires_at DESC LIMIT 1`, [sessionId, purpose]);
    return rows[0] ? toLease(rows[0]) : null;
  }

  /** Leases that are over: expired (but not while a person waits for the instance: that one may come back), of a session that has moved on, of a stage whose worker has died, or on a host that had to be empty by now. `keepDelivered`: a delivered one keeps its UAT instance to the lease's end. */
  async over(keepDelivered: boolean): Promise<readonly SlotLease[]> {
    const { rows } = await query<Row>(
      this.pool,
      `SELECT ${COLUMNS.split(', ').map((column) => `s.${column}`).join(', ')} FROM omb.sandbox_slot s LEFT JOIN omb.session o ON o.id = s.session_id
        WHERE s.lease_id IS NOT NULL AND (
                (s.expires_at <= now() AND NOT (s.purpose = 'uat' AND coalesce(o.state, '') = 'uat' AND EXISTS (SELECT FROM omb.uat_state st WHERE st.session_id = o.id AND st.ends_at > now())))
                OR EXISTS (SELECT FROM omb.sandbox_host h WHERE h.name = s.host AND h.state = 'draining' AND h.drain_until <= now())
                OR NOT (o.id IS NULL OR o.state = ANY(CASE s.purpose WHEN 'test' THEN $1::text[] ELSE $2::text[] END))
                OR (o.state IN ('testing', 'opening_uat') AND NOT EXISTS (SELECT FROM omb.stage_lease l WHERE l.session_id = o.id AND l.expires_at > now())))`,
      [STATES.test, keepDelivered ? [...STATES.uat, 'delivered'] : STATES.uat],
    );
    return rows.map(toLease);
  }

  /** What was seen of a host; one that an operator drains or has removed stays so. `memoryBytes`: null when it told nothing. */
  async seen(host: string, state: 'ready' | 'unreachable', detail: string, memoryBytes: number | null): Promise<void> {
    await query(
      this.pool,
      `UPDATE omb.sandbox_host SET state = CASE WHEN state IN ('draining', 'removed') THEN state ELSE $2 END, detail = $3, memory_bytes = coalesce($4, memory_bytes), updated_at = now() WHERE name = $1`,
      [host, state, detail, memoryBytes],
    );
  }

  /** Writes down that these wait on a host; others of it are forgotten when their process has been silent. */
  async keepWarm(host: string, ids: readonly string[]): Promise<void> {
    await query(
      this.pool,
      `WITH gone AS (DELETE FROM omb.warm_sandbox WHERE host = $1 AND seen_at < now() - ${WARM_SILENT})
       INSERT INTO omb.warm_sandbox (container, host) SELECT unnest($2::text[]), $1 ON CONFLICT (container) DO UPDATE SET seen_at = now()`,
      [host, ids],
    );
  }

  async forgetWarm(id: string): Promise<void> {
    await query(this.pool, 'DELETE FROM omb.warm_sandbox WHERE container = $1', [id]);
  }

  /** True while its process lives. */
  async isWarm(id: string): Promise<boolean> {
    const { rowCount } = await query(this.pool, `SELECT FROM omb.warm_sandbox WHERE container = $1 AND seen_at > now() - ${WARM_SILENT}`, [id]);
    return rowCount === 1;
  }

  async status(hosts: readonly string[]): Promise<PoolStatus['hosts']> {
    const { rows } = await query<PoolStatus['hosts'][number]>(
      this.pool,
      `SELECT h.name, h.state, h.detail, h.labels, h.drain_until AS "drainUntil", count(s.slot)::int AS slots, count(s.lease_id) FILTER (WHERE s.expires_at > now())::int AS used,
              (SELECT count(*) FROM omb.warm_sandbox w WHERE w.host = h.name AND w.seen_at > now() - ${WARM_SILENT})::int AS warm
         FROM omb.sandbox_host h LEFT JOIN omb.sandbox_slot s ON s.host = h.name WHERE h.name = ANY($1) GROUP BY h.name ORDER BY h.name`,
      [hosts],
    );
    return rows;
  }
}
