import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '../../../src/adapters/postgres/transaction.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('a connection that is lost between two statements of a transaction is a passing error, and ends no process', async () => {
  const unheard: unknown[] = [];
  const working = transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    // In place of the end of the process, which Node would make of an event that nobody hears.
    if (client.listenerCount('error') === 0) client.on('error', (error) => unheard.push(error));
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await sleep(200);
    await client.query('SELECT 1');
  });
  await expect(working).rejects.toMatchObject({ kind: 'transient', code: 'database_unavailable' });
  expect(unheard).toEqual([]);
  await expect(transaction(database.pool, async (client) => (await client.query('SELECT 1 AS one')).rows)).resolves.toEqual([{ one: 1 }]);
});
