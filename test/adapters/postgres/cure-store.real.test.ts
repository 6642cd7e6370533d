import { PostgresCureStore } from '../../../src/adapters/postgres/cure-store.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(async () => { await database.close(); });

const [KEY, NAME] = ['a'.repeat(64), 'b'.repeat(64)];

test('a cure is found by its error and version of Odoo, the one that helped most first', async () => {
  const store = new PostgresCureStore(database.pool);
  await store.remember('19.0', [KEY, NAME], '+once');
  await store.remember('19.0', [KEY, KEY], '+twice');
  await store.remember('19.0', [KEY], '+twice');
  await store.remember('18.0', [KEY], '+another Odoo');
  expect(await store.find('19.0', [KEY], 5)).toEqual([{ fingerprint: KEY, patch: '+twice', times: 2 }, { fingerprint: KEY, patch: '+once', times: 1 }]);
  expect(await store.find('19.0', [KEY], 1)).toHaveLength(1);
  expect(await store.find('19.0', ['c'.repeat(64)], 5)).toEqual([]);
});
