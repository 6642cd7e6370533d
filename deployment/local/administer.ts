import { Client } from 'pg';

/** One statement on a connection of its own, for what no transaction takes: databases that are made and dropped. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Drops a database, if it is there, and ends the connections that its owner, who asks, still has to it. `WITH (FORCE)` would also end
 * a vacuum of Postgres's own, and fails then: only a superuser may. A plain one sees to that itself.
 */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await administer(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND usename = current_user`);
  await administer(url, `DROP DATABASE IF EXISTS ${name}`);
}
