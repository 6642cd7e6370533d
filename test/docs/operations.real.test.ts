import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testApp } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

const PAGE = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');
const STATEMENTS = [...PAGE.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, sql = '']) => sql);

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

test.each(STATEMENTS.map((sql) => [sql.split('\n')[0], sql]))('the SQL of docs/operations.md runs: %s', async (_, sql = '') => {
  await expect(database.pool.query(sql)).resolves.toBeDefined();
});

test('the clean-up of docs/operations.md takes old ended sessions with all that is theirs, and leaves the others', async () => {
  const app = testApp(database);
  const open = async (id: string, ended: boolean, age: string): Promise<void> => {
    const digest = await app.artifacts.put(id, 'requirements.md', 'text/markdown', Buffer.from(id));
    await app.artifacts.put(id, 'shared.md', 'text/markdown', Buffer.from('the same for all'));
    await app.store.create({ id, tokenDigest: 'a'.repeat(64), command: { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 1, tokens: 1000 }, requirements: digest, spec: null } });
    if (ended) await app.store.apply(id, { type: 'cancel' });
    await database.pool.query(`UPDATE omb.session SET touched_at = now() - interval '${age}' WHERE id = $1`, [id]);
  };
  await open('old-and-ended', true, '91 days');
  await open('old-and-open', false, '91 days');
  await open('new-and-ended', true, '1 day');
  const cleanUp = STATEMENTS.find((sql) => sql.includes('DELETE FROM omb.session ')) ?? '';
  await database.pool.query(cleanUp);
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM omb.session ORDER BY id');
  expect(rows.map(({ id }) => id)).toEqual(['new-and-ended', 'old-and-open']);
  expect((await app.artifacts.list('old-and-open')).map(({ name }) => name).sort()).toEqual(['requirements.md', 'shared.md']);
  expect(await app.artifacts.list('old-and-ended')).toEqual([]);
  const { rows: left } = await database.pool.query<{ text: string }>("SELECT convert_from(bytes, 'UTF8') AS text FROM omb.artifact ORDER BY 1");
  expect(left.map(({ text }) => text)).toEqual(['new-and-ended', 'old-and-open', 'the same for all']);
  await app.events.close();
});
