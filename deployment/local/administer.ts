import { Client } from 'pg';

const OBJECT_IN_USE = '55006';

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
 * Drops a database, if it is there. Postgres gives connections that are just ending five seconds to do so, and ends its own vacuum; those
 * that stay, of whoever asks, are ended then. Not `WITH (FORCE)`: that would end a vacuum as its owner, and only a superuser may.
 */
export async function dropDatabase(url: string, name: string): Promise<void> {
  const drop = `DROP DATABASE IF EXISTS ${name}`;
  await administer(url, drop).catch(async (error: { readonly code?: string }) => {
    if (error.code !== OBJECT_IN_USE) throw error;
    await administer(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND usename = current_user`);
    await administer(url, drop);
  });
}
