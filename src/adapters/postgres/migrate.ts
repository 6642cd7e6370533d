import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { databaseError } from './errors.js';

/** Any number that no other use of advisory locks in this database takes. */
const LOCK = 7_715_320_019;

/**
 * Brings the schema `omb` up to date. Processes that start together wait for each other and find nothing left to do.
 * @returns the names of the migrations that were run
 * @throws BuilderError transient when the database does not answer
 */
export async function migrate(pool: Pool, log: Logger): Promise<readonly string[]> {
  const client = await pool.connect().catch((error: unknown) => {
    throw databaseError(error);
  });
  // As in a transaction: the next statement tells of it.
  client.on('error', () => undefined);
  try {
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const done = await runner({
      dbClient: client,
      dir: join(__dirname, 'migrations'),
      direction: 'up',
      migrationsTable: 'migration',
      migrationsSchema: 'omb',
      createMigrationsSchema: true,
      // Our own lock waits; the runner's would make the second process fail.
      noLock: true,
      logger: { debug: () => {}, info: (message) => log.debug(message), warn: (message) => log.warn(message), error: (message) => log.error(message) },
    });
    return done.map((each) => each.name);
  } catch (error) {
    throw databaseError(error);
  } finally {
    // The connection carries the lock and settings of the migration: it is closed, not given back.
    client.release(true);
  }
}
