import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { administer, dropDatabase } from '../../deployment/local/administer.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { createPool } from '../../src/adapters/postgres/pool.js';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
}

/** A new, migrated database of its own on the Postgres that `npm test` has started. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['OMB_TEST_DATABASE_URL'] ?? '';
  if (server === '') throw new Error('OMB_TEST_DATABASE_URL is not set: run these tests by npm test, or name a Postgres whose user may create databases');
  const name = `omb_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const log = pino({ level: 'silent' });
  const pool = createPool(url.href, log);
  await migrate(pool, log);
  return {
    url: url.href,
    pool,
    async close() {
      await pool.end();
      await dropDatabase(server, name);
    },
  };
}
