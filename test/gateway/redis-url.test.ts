import { redisOf } from '../../src/gateway/redis-url.js';

test.each<[string, string | undefined, unknown]>([
  ['nothing', undefined, null],
  ['an empty text', '', null],
  ['an address alone', 'redis://redis.internal', { host: 'redis.internal', port: 6379, user: null, password: '', db: 0, tls: false, verify: true }],
  ['a user, a password, a database and TLS', 'rediss://live:p%40ss@redis.internal:6380/3', { host: 'redis.internal', port: 6380, user: 'live', password: 'p@ss', db: 3, tls: true, verify: true }],
])('REDIS_URL may be %s', (_, url, expected) => {
  expect(redisOf(url)).toEqual(expected);
});
