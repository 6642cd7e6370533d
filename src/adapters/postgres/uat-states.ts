import type { Pool } from 'pg';
import type { EarlierUat, LostUat, UatState, UatStates, WatchedUat } from '../../ports/uat-states.js';
import { query } from './transaction.js';

/** In these an instance lives, or may be opened once more. */
const OF_A_USER_TEST = "('opening_uat', 'uat', 'packaging', 'code_review')";

const milliseconds = (interval: string): string => `(extract(epoch FROM ${interval}) * 1000)::float8`;

/** The rows of `omb.uat_state`. Time is the database's. */
export class PostgresUatStates implements UatStates {
  constructor(private readonly pool: Pool) {}

  async begin({ sessionId, module, login, password, lifeMs, written }: Parameters<UatStates['begin']>[0]): Promise<void> {
    await query(
      this.pool,
      `INSERT INTO omb.uat_state AS old (session_id, module, login, password, ends_at, seen, kept) VALUES ($1, $2, $3, $4, now() + $5::float8 * interval '1 millisecond', $6, $6)
       ON CONFLICT (session_id) DO UPDATE SET module = excluded.module, login = excluded.login, password = excluded.password, ends_at = excluded.ends_at, seen = excluded.seen, kept = excluded.kept, since = now(), looked_at = now(),
         kept_at = CASE WHEN old.module = excluded.module THEN old.kept_at END, database = CASE WHEN old.module = excluded.module THEN old.database END, filestore = CASE WHEN old.module = excluded.module THEN old.filestore END`,
      [sessionId, module, login, password, lifeMs, written],
    );
  }

  async watch(everyMs: number): Promise<readonly WatchedUat[]> {
    const { rows } = await query<Omit<WatchedUat, 'fence' | 'seen' | 'kept'> & { fence: string; seen: string; kept: string }>(
      this.pool,
      `UPDATE omb.uat_state st SET looked_at = now()
         FROM omb.uat_instance u, omb.session o, omb.sandbox_slot s JOIN omb.sandbox_host h ON h.name = s.host
        WHERE u.session_id = st.session_id AND o.id = st.session_id AND s.lease_id = u.lease_id::uuid
          AND o.state IN ('uat', 'packaging') AND st.ends_at > now() AND st.looked_at <= now() - $1::float8 * interval '1 millisecond'
       RETURNING st.session_id AS "sessionId", u.sandbox_id AS "sandboxId", u.host, u.lease_id AS "leaseId", s.fence, ${milliseconds('st.ends_at - now()')} AS "leftMs",
         h.state = 'draining' AND h.drain_until < now() + interval '1 minute' AS "mustLeave", st.seen, st.kept, ${milliseconds('now() - st.since')} AS "keptForMs"`,
      [everyMs],
    );
    return rows.map((row) => ({ ...row, fence: Number(row.fence), seen: Number(row.seen), kept: Number(row.kept) }));
  }

  async seen(sessionId: string, written: number): Promise<void> {
    await query(this.pool, 'UPDATE omb.uat_state SET seen = $2 WHERE session_id = $1', [sessionId, written]);
  }

  async keep(sessionId: string, { database, filestore }: UatState, written: number): Promise<void> {
    await query(
      this.pool,
      'UPDATE omb.uat_state SET database = $2, filestore = $3, seen = $4, kept = $4, since = now(), kept_at = now() WHERE session_id = $1',
      [sessionId, Buffer.from(database), filestore && Buffer.from(filestore), written],
    );
  }

  async find(sessionId: string, module: string): Promise<EarlierUat | null> {
    const { rows } = await query<{ login: string; password: string; database: Buffer | null; filestore: Buffer | null; keptAt: Date }>(
      this.pool,
      'SELECT login, password, database, filestore, kept_at AS "keptAt" FROM omb.uat_state WHERE session_id = $1 AND module = $2',
      [sessionId, module],
    );
    return rows[0] ? earlier(rows[0]) : null;
  }

  async leftMs(sessionId: string): Promise<number | null> {
    const { rows } = await query<{ left: number }>(this.pool, `SELECT ${milliseconds('ends_at - now()')} AS left FROM omb.uat_state WHERE session_id = $1`, [sessionId]);
    return rows[0]?.left ?? null;
  }

  /** One whose host answers again is not lost before its keeper has looked at it. */
  async lost(): Promise<readonly LostUat[]> {
    const { rows } = await query<LostUat>(
      this.pool,
      `SELECT o.id AS "sessionId", o.version, st.kept_at AS "keptAt" FROM omb.uat_state st JOIN omb.session o ON o.id = st.session_id
        WHERE o.state = 'uat' AND st.ends_at > now()
          AND NOT EXISTS (SELECT FROM omb.uat_instance u JOIN omb.sandbox_slot s ON s.lease_id = u.lease_id::uuid JOIN omb.sandbox_host h ON h.name = s.host
                           WHERE u.session_id = o.id AND (s.expires_at > now() OR h.state = 'ready'))
          AND EXISTS (SELECT FROM omb.sandbox_slot s JOIN omb.sandbox_host h ON h.name = s.host AND h.state = 'ready' WHERE s.purpose = 'uat' AND (s.lease_id IS NULL OR s.expires_at <= now()))`,
      [],
    );
    return rows;
  }

  async forget(): Promise<void> {
    await query(this.pool, `DELETE FROM omb.uat_state st USING omb.session o WHERE o.id = st.session_id AND o.state NOT IN ${OF_A_USER_TEST}`, []);
  }
}

const earlier = ({ login, password, database, filestore, keptAt }: { login: string; password: string; database: Buffer | null; filestore: Buffer | null; keptAt: Date }): EarlierUat => ({
  login,
  password,
  state: database && { database, filestore, keptAt },
});
