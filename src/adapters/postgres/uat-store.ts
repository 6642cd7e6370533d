import type { Pool } from 'pg';
import type { UatInstance, UatStore } from '../../ports/uat-store.js';
import { transaction } from './transaction.js';

interface Row {
  slug: string;
  session_id: string;
  sandbox_id: string;
  host: string;
  lease_id: string;
  login: string;
  password: string;
  entry_path: string;
  created_at: Date;
}

const toInstance = (row: Row | undefined): UatInstance | null =>
  row
    ? { slug: row.slug, sessionId: row.session_id, sandboxId: row.sandbox_id, host: row.host, leaseId: row.lease_id, login: row.login, password: row.password, entryPath: row.entry_path, createdAt: row.created_at }
    : null;

/** UAT instances and their one-time links; a session has at most one instance, its links die with it. */
export class PostgresUatStore implements UatStore {
  constructor(private readonly pool: Pool) {}

  async save(instance: UatInstance): Promise<void> {
    const values = [instance.slug, instance.sessionId, instance.sandboxId, instance.host, instance.leaseId, instance.login, instance.password, instance.entryPath, instance.createdAt];
    await this.pool.query('DELETE FROM omb.uat_instance WHERE session_id = $1', [instance.sessionId]);
    await this.pool.query(
      `INSERT INTO omb.uat_instance (slug, session_id, sandbox_id, host, lease_id, login, password, entry_path, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values,
    );
  }

  async findBySession(sessionId: string): Promise<UatInstance | null> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM omb.uat_instance WHERE session_id = $1', [sessionId]);
    return toInstance(rows[0]);
  }

  async findBySlug(slug: string): Promise<UatInstance | null> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM omb.uat_instance WHERE slug = $1', [slug]);
    return toInstance(rows[0]);
  }

  /** A host that a process knows by its own credential goes by its address. */
  async addressOf(slug: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ address: string }>(
      `SELECT coalesce(h.endpoint ->> 'host', u.host) AS address FROM omb.uat_instance u LEFT JOIN omb.sandbox_host h ON h.name = u.host WHERE u.slug = $1`,
      [slug],
    );
    return rows[0]?.address ?? null;
  }

  async takePort(slug: string, { first, last }: { readonly first: number; readonly last: number }): Promise<number | null> {
    return transaction(this.pool, async (client) => {
      // Two at once must not find the same one.
      await client.query('LOCK TABLE omb.uat_port IN EXCLUSIVE MODE');
      const { rows } = await client.query<{ port: number }>(
        `INSERT INTO omb.uat_port (port, slug)
         SELECT free, $1 FROM generate_series($2::int, $3::int) free LEFT JOIN omb.uat_port p ON p.port = free
          WHERE p.port IS NULL OR (p.taken_at < now() - interval '1 hour' AND NOT EXISTS (SELECT FROM omb.uat_instance u WHERE u.slug = p.slug))
          ORDER BY p.taken_at NULLS FIRST, free LIMIT 1
         ON CONFLICT (port) DO UPDATE SET slug = excluded.slug, taken_at = now() RETURNING port`,
        [slug, first, last],
      );
      return rows[0]?.port ?? null;
    });
  }

  async portOf(slug: string): Promise<number | null> {
    const { rows } = await this.pool.query<{ port: number }>('SELECT port FROM omb.uat_port WHERE slug = $1', [slug]);
    return rows[0]?.port ?? null;
  }

  async slugOn(port: number): Promise<string | null> {
    const { rows } = await this.pool.query<{ slug: string }>('SELECT slug FROM omb.uat_port WHERE port = $1', [port]);
    return rows[0]?.slug ?? null;
  }

  async remove(slug: string): Promise<void> {
    await this.pool.query('DELETE FROM omb.uat_instance WHERE slug = $1', [slug]);
  }

  async addLink(slug: string, tokenDigest: string, expiresAt: Date): Promise<void> {
    await this.pool.query('INSERT INTO omb.uat_link (token_digest, slug, expires_at) VALUES ($1, $2, $3)', [tokenDigest, slug, expiresAt]);
  }

  async useLink(tokenDigest: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ slug: string }>(
      'UPDATE omb.uat_link SET used_at = now() WHERE token_digest = $1 AND used_at IS NULL AND expires_at > now() RETURNING slug',
      [tokenDigest],
    );
    return rows[0]?.slug ?? null;
  }
}
