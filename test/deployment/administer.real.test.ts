import { Client } from 'pg';
import { administer, dropDatabase } from '../../deployment/local/administer.js';
import { fromTestRun } from '../support/stack.js';

const server = fromTestRun('OMB_TEST_DATABASE_URL');
const NAME = `administer_${process.pid}`;
const url = Object.assign(new URL(server), { pathname: `/${NAME}` }).toString();

beforeEach(() => administer(server, `CREATE DATABASE ${NAME}`));
const isThere = async (): Promise<boolean> => {
  const client = new Client({ connectionString: url });
  return client.connect().then(() => true, () => false).finally(() => client.end());
};

async function connected(): Promise<{ readonly client: Client; readonly errors: unknown[] }> {
  const client = new Client({ connectionString: url });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  await client.connect();
  return { client, errors };
}

test('a connection that is just ending when its database is dropped may do so', async () => {
  const { client, errors } = await connected();
  const last = client.query('SELECT pg_sleep(1)').finally(() => client.end());
  await Promise.all([last, dropDatabase(server, NAME)]);
  expect([errors, await isThere()]).toEqual([[], false]);
});

test('a connection that stays is ended, and its database dropped', async () => {
  const { client, errors } = await connected();
  await dropDatabase(server, NAME);
  expect([errors[0], await isThere()]).toEqual([expect.objectContaining({ code: '57P01' }), false]);
  await client.end();
}, 30_000);

test('a database that is not there is no mistake', async () => {
  await dropDatabase(server, NAME);
  await dropDatabase(server, NAME);
  expect(await isThere()).toBe(false);
});
