import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { databaseError } from './errors.js';

/** Runs `work` in one transaction (READ COMMITTED: rows that matter are locked). A broken connection is thrown away. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw databaseError(error);
  }
  // The pool listens to those of its connections that nobody uses. The next statement tells of the loss, this event would end the process.
  client.on('error', unheard);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    const rolledBack = await client.query('ROLLBACK').then(() => true, () => false);
    client.release(!rolledBack);
    throw databaseError(error);
  } finally {
    client.off('error', unheard);
  }
}

const unheard = (): void => undefined;

/** One statement, with pg's errors in our terms. */
export async function query<R extends QueryResultRow>(pool: Pool, text: string, values: unknown[]): Promise<QueryResult<R>> {
  try {
    return await pool.query<R>(text, values);
  } catch (error) {
    throw databaseError(error);
  }
}
