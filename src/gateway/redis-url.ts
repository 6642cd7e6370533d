import type { RedisConnection } from '../compose.js';

/** Null when there is none: live messages then go through Postgres. */
export function redisOf(url: string | undefined): RedisConnection | null {
  if (url === undefined || url === '') return null;
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  return { host: hostname, port: Number(port || '6379'), user: username === '' ? null : decodeURIComponent(username), password: decodeURIComponent(password), db: Number(pathname.slice(1) || '0'), tls: protocol === 'rediss:', verify: true };
}
