import { setTimeout as sleep } from 'node:timers/promises';
import { RedisEvents } from '../../../src/adapters/redis/events.js';
import { PostgresEvents } from '../../../src/adapters/postgres/events.js';
import { createLog } from '../../../src/log.js';
import type { Events, LiveMessage } from '../../../src/ports/events.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';
import type { LocalRedis } from '../../../deployment/local/redis-container.js';
import { testRedis } from '../../support/redis.js';

const log = createLog('silent');
let database: TestDatabase;
let redis: LocalRedis;
beforeAll(async () => {
  [database, redis] = await Promise.all([testDatabase(), testRedis()]);
}, 60_000);
afterAll(() => Promise.all([database.close(), redis.stop()]));

const moved = (sessionId: string, seq: number): LiveMessage => ({ kind: 'transition', sessionId, seq, state: 'coding' });

/** The same claims for each of the two ways that live messages go. */
describe.each<[string, () => Events]>([
  ['Postgres', () => new PostgresEvents(database.pool, database.url, log)],
  ['Redis', () => new RedisEvents({ host: redis.host, port: redis.port }, log)],
])('live messages over %s', (_, make) => {
  let here: Events;
  let there: Events;
  beforeEach(() => void ([here, there] = [make(), make()]));
  afterEach(() => Promise.all([here.close(), there.close()]));

  it('reach another process, of the session that it asked for and in order', async () => {
    const heard: LiveMessage[] = [];
    await there.subscribe('session-a', (message) => heard.push(message));
    for (const seq of [1, 2, 3]) {
      await here.publish(moved('session-a', seq));
      await here.publish(moved('session-b', seq));
    }
    await sleep(200);
    expect(heard).toEqual([1, 2, 3].map((seq) => moved('session-a', seq)));
  });

  it('reach every listener, and none that has left', async () => {
    const [first, second]: [LiveMessage[], LiveMessage[]] = [[], []];
    const leave = await there.subscribe('session-a', (message) => first.push(message));
    await there.subscribe('session-a', (message) => second.push(message));
    await here.publish(moved('session-a', 1));
    await sleep(150);
    await leave();
    await here.publish(moved('session-a', 2));
    await sleep(150);
    expect([first.length, second.length]).toEqual([1, 2]);
  });

  it('carry a line that is far too long, cut', async () => {
    const heard: LiveMessage[] = [];
    await there.subscribe('session-a', (message) => heard.push(message));
    await here.publish({ kind: 'progress', sessionId: 'session-a', stage: 'coding', message: 'ü'.repeat(20_000), at: '2026-11-24T08:00:00Z' });
    await sleep(200);
    expect(heard).toHaveLength(1);
  });
});

it('with Redis away nothing waits and nothing throws', async () => {
  const events = new RedisEvents({ host: '127.0.0.1', port: 1 }, log);
  const begun = performance.now();
  await events.publish(moved('session-a', 1));
  const leave = await events.subscribe('session-a', () => {});
  await leave();
  await events.close();
  expect(performance.now() - begun).toBeLessThan(6_000);
}, 20_000);
