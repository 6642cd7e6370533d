import type { Pool } from 'pg';
import type { Cure, CureStore } from '../../ports/cure-store.js';

/** Cures in `omb.cure`. */
export class PostgresCureStore implements CureStore {
  constructor(private readonly pool: Pool) {}

  async remember(odooVersion: string, fingerprints: readonly string[], patch: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO omb.cure (odoo_version, fingerprint, patch) SELECT $1, unnest($2::text[]), $3
       ON CONFLICT (odoo_version, fingerprint, md5(patch)) DO UPDATE SET times = omb.cure.times + 1, seen_at = now()`,
      [odooVersion, [...new Set(fingerprints)], patch],
    );
  }

  async find(odooVersion: string, fingerprints: readonly string[], limit: number): Promise<readonly Cure[]> {
    const { rows } = await this.pool.query<Cure>(
      'SELECT fingerprint, patch, times FROM omb.cure WHERE odoo_version = $1 AND fingerprint = ANY($2) ORDER BY times DESC, seen_at DESC, patch LIMIT $3',
      [odooVersion, fingerprints, limit],
    );
    return rows;
  }
}
