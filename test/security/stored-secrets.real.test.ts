import { randomBytes } from 'node:crypto';
import { submit } from '../../src/app/api/submit.js';
import { testApp, UNUSED_MODEL } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

/** All rows of all tables of the product, as text. */
async function everything(): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'omb'");
  const tables = await Promise.all(rows.map(({ name }) => database.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)));
  return tables.flatMap((table) => table.rows.map(({ row }) => row)).join('\n');
}

test.each([['without an Idempotency-Key', false], ['with one', true]])('a copy of the database holds no session token and no Idempotency-Key: %s', async (_what, keyed) => {
  const app = testApp(database, { model: UNUSED_MODEL });
  const key = `order-${randomBytes(12).toString('hex')}`;
  const sessionId = `stored-${randomBytes(6).toString('hex')}`;
  const { body } = await submit(app, { headers: keyed ? { 'idempotency-key': key } : {}, query: {}, body: { sessionId, requirements: 'We lend books.' } });
  const { token } = body as { token: string };
  expect(token).toMatch(/^[\w-]{43}$/);
  const stored = await everything();
  expect(stored).toContain(sessionId);
  for (const secret of [token, Buffer.from(token, 'base64url').toString('hex'), key]) expect(stored).not.toContain(secret);
  await app.events.close();
});
