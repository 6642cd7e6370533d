import { Client, escapeIdentifier } from 'pg';
import { BuilderError } from '../../src/domain/errors.js';
import type { LocalPostgres } from './postgres.js';

/**
 * A Postgres that somebody else runs. n8n wants a database of its own: `N8N_DATABASE_URL`, else `<database>_n8n` beside the
 * product's, made if it is not there.
 *
 * @throws BuilderError user `n8n_database_missing` when it can neither be found nor made
 */
export async function externalPostgres(url: string, n8nUrl: string | undefined): Promise<LocalPostgres> {
  const stop = async (): Promise<void> => undefined;
  if (n8nUrl) return { url, n8nUrl, stop };
  const beside = new URL(url);
  const database = `${decodeURIComponent(beside.pathname.slice(1))}_n8n`;
  beside.pathname = `/${encodeURIComponent(database)}`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
  } catch (cause) {
    throw new BuilderError('user', 'n8n_database_missing', `DATABASE_URL is set, but n8n's database ${database} can neither be found nor made beside it (${(cause as Error).message}): create it, or set N8N_DATABASE_URL.`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
  return { url, n8nUrl: beside.toString(), stop };
}
