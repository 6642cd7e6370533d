import type { Pool } from 'pg';
import type { HostEndpoint, HostRegistry, RegisteredHost } from '../../ports/sandbox-hosts.js';
import { query, transaction } from './transaction.js';

interface Row {
  readonly name: string;
  readonly endpoint: HostEndpoint;
  readonly labels: readonly string[];
  readonly test_slots: number | null;
  readonly uat_slots: number | null;
}

/** The rows of `omb.sandbox_host` that have an endpoint. */
export class PostgresHostRegistry implements HostRegistry {
  constructor(private readonly pool: Pool) {}

  async list(): Promise<readonly RegisteredHost[]> {
    const { rows } = await query<Row>(this.pool, `SELECT name, endpoint, labels, test_slots, uat_slots FROM omb.sandbox_host WHERE endpoint IS NOT NULL AND state <> 'removed' ORDER BY name`, []);
    return rows.map(({ name, endpoint, labels, test_slots: test, uat_slots: uat }) => ({ name, endpoint, labels, slots: test === null || uat === null ? null : { test, uat } }));
  }

  async put({ name, endpoint, labels, slots }: RegisteredHost): Promise<void> {
    await query(
      this.pool,
      `INSERT INTO omb.sandbox_host (name, endpoint, labels, test_slots, uat_slots) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (name) DO UPDATE SET endpoint = excluded.endpoint, labels = excluded.labels, test_slots = excluded.test_slots, uat_slots = excluded.uat_slots,
         state = 'ready', drain_until = NULL, updated_at = now()`,
      [name, JSON.stringify(endpoint), labels, slots?.test ?? null, slots?.uat ?? null],
    );
  }

  async drain(name: string, until: Date): Promise<boolean> {
    const { rowCount } = await query(this.pool, `UPDATE omb.sandbox_host SET state = 'draining', drain_until = $2, updated_at = now() WHERE name = $1 AND state <> 'removed'`, [name, until]);
    return rowCount === 1;
  }

  async resume(name: string): Promise<boolean> {
    const { rowCount } = await query(this.pool, `UPDATE omb.sandbox_host SET state = 'ready', drain_until = NULL, updated_at = now() WHERE name = $1 AND state = 'draining'`, [name]);
    return rowCount === 1;
  }

  async leases(name: string): Promise<{ count: number; until: Date | null }> {
    const { rows } = await query<{ count: number; until: Date | null }>(this.pool, 'SELECT count(*)::int AS count, max(expires_at) AS until FROM omb.sandbox_slot WHERE host = $1 AND expires_at > now()', [name]);
    return rows[0] ?? { count: 0, until: null };
  }

  async remove(name: string): Promise<boolean> {
    return transaction(this.pool, async (client) => {
      const { rowCount } = await client.query(`UPDATE omb.sandbox_host SET state = 'removed', drain_until = NULL, detail = '', updated_at = now() WHERE name = $1 AND endpoint IS NOT NULL AND state <> 'removed'`, [name]);
      // An instance ends with its lease: no link may lead to a host that is none any more.
      await client.query('DELETE FROM omb.uat_instance u USING omb.sandbox_slot s, omb.sandbox_host h WHERE u.lease_id = s.lease_id::text AND h.name = s.host AND h.name = $1 AND h.state = $2', [name, 'removed']);
      // The rows stay, so that their fences only grow.
      await client.query('UPDATE omb.sandbox_slot s SET lease_id = NULL, session_id = NULL, expires_at = NULL FROM omb.sandbox_host h WHERE h.name = s.host AND h.name = $1 AND h.state = $2', [name, 'removed']);
      return rowCount === 1;
    });
  }
}
