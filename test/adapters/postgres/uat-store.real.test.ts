import { PostgresUatStore } from '../../../src/adapters/postgres/uat-store.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
let uats: PostgresUatStore;
beforeAll(async () => {
  database = await testDatabase();
  uats = new PostgresUatStore(database.pool);
});
afterAll(() => database.close());

const slug = (letter: string): string => letter.repeat(20);
const up = (letter: string, host: string): Promise<void> =>
  uats.save({ slug: slug(letter), sessionId: `session-${letter}`, sandboxId: 'x', host, leaseId: 'x', login: 'admin', password: 'x', entryPath: '/odoo', createdAt: new Date() });
const hourAgo = (): Promise<unknown> => database.pool.query("UPDATE omb.uat_port SET taken_at = taken_at - interval '61 minutes'");

test('an instance is where its host is: at the registered one’s address, and one that has none goes by it', async () => {
  await database.pool.query(`INSERT INTO omb.sandbox_host (name, endpoint) VALUES ('docker-2', '{"kind":"tls","host":"10.0.0.2","port":2376}'), ('10.0.0.1', NULL)`);
  await up('a', 'docker-2');
  await up('b', '10.0.0.1');
  expect([await uats.addressOf(slug('a')), await uats.addressOf(slug('b')), await uats.addressOf(slug('c'))]).toEqual(['10.0.0.2', '10.0.0.1', null]);
});

test('no two instances have one port, however many ask at once, and none has one beyond the range', async () => {
  const range = { first: 8501, last: 8505 };
  const letters = ['d', 'e', 'f', 'g', 'h', 'i', 'j'];
  const ports = await Promise.all(letters.map((letter) => uats.takePort(slug(letter), range)));
  expect(ports.filter((port) => port !== null).toSorted()).toEqual([8501, 8502, 8503, 8504, 8505]);
  expect(ports.filter((port) => port === null)).toHaveLength(2);
  for (const [index, port] of ports.entries()) if (port !== null) expect([await uats.slugOn(port), await uats.portOf(slug(letters[index] ?? ''))]).toEqual([slug(letters[index] ?? ''), port]);
  expect([await uats.slugOn(8506), await uats.portOf(slug('z'))]).toEqual([null, null]);
});

test('a port is free again when its instance is gone and had its hour to come up', async () => {
  await database.pool.query('DELETE FROM omb.uat_port');
  const range = { first: 9001, last: 9001 };
  expect(await uats.takePort(slug('k'), range)).toBe(9001);
  expect(await uats.takePort(slug('l'), range)).toBeNull();
  await up('k', '10.0.0.1');
  await hourAgo();
  expect(await uats.takePort(slug('l'), range)).toBeNull();
  await uats.remove(slug('k'));
  expect(await uats.takePort(slug('l'), range)).toBe(9001);
  expect([await uats.slugOn(9001), await uats.portOf(slug('k'))]).toEqual([slug('l'), null]);
});
