import type { Pool, PoolClient } from 'pg';
import type { Stage } from '../../domain/session.js';
import type { StageLease } from '../../ports/session-store.js';
import { query } from './transaction.js';

const UNTIL = (parameter: string): string => `clock_timestamp() + ${parameter} * interval '1 millisecond'`;

/** Takes the lease if the session is in that state and nobody holds it. Times are the database's: workers' clocks may differ. */
export async function takeLease(pool: Pool, sessionId: string, stage: Stage, ttlMs: number, holder: string): Promise<StageLease | null> {
  const { rows } = await query<{ fence: string; expires_at: Date }>(
    pool,
    `WITH session AS (SELECT id FROM omb.session WHERE id = $1 AND state = $2 FOR UPDATE)
     INSERT INTO omb.stage_lease (session_id, stage, fence, expires_at, holder) SELECT id, $2, 1, ${UNTIL('$3')}, $4 FROM session
     ON CONFLICT (session_id) DO UPDATE SET stage = excluded.stage, fence = stage_lease.fence + 1, expires_at = excluded.expires_at, holder = excluded.holder
       WHERE stage_lease.expires_at IS NULL OR stage_lease.expires_at <= clock_timestamp()
     RETURNING fence, expires_at`,
    [sessionId, stage, ttlMs, holder],
  );
  const row = rows[0];
  return row ? { sessionId, stage, fence: Number(row.fence), expiresAt: row.expires_at } : null;
}

/** A lease that has run out may still be renewed, as long as nobody else took it. */
export async function renewLease(pool: Pool, lease: StageLease, ttlMs: number): Promise<boolean> {
  const { rowCount } = await query(
    pool,
    `UPDATE omb.stage_lease SET expires_at = ${UNTIL('$3')} WHERE session_id = $1 AND fence = $2 AND expires_at IS NOT NULL`,
    [lease.sessionId, lease.fence, ttlMs],
  );
  return rowCount === 1;
}

export async function releaseLease(pool: Pool, lease: StageLease): Promise<void> {
  await query(pool, 'UPDATE omb.stage_lease SET expires_at = NULL WHERE session_id = $1 AND fence = $2', [lease.sessionId, lease.fence]);
}

/** In a transaction that has the session's row locked: is this fence the present one, and not released? */
export async function holdsLease(client: PoolClient, lease: StageLease): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM omb.stage_lease WHERE session_id = $1 AND stage = $2 AND fence = $3 AND expires_at IS NOT NULL FOR UPDATE',
    [lease.sessionId, lease.stage, lease.fence],
  );
  return rowCount === 1;
}
