import type { Pool } from 'pg';
import { BuilderError } from '../../domain/errors.js';

/** The id that the first migration gave this installation; every process over its database has the same. */
export async function installationId(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM omb.installation');
  if (!rows[0]) throw new BuilderError('bug', 'installation_missing', 'The installation has no id: the first migration makes it.');
  return rows[0].id;
}
