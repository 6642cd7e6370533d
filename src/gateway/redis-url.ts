export interface RedisConnection {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly db: number;
  readonly tls: boolean;
}

/** Null when there is none: live messages then go through Postgres. */
export function redisOf(url: string | undefined): RedisConnection | null {
  if (url === undefined || url === '') return null;
  const { protocol, hostname, port, password, pathname } = new URL(url);
  return { host: hostname, port: Number(port || '6379'), password: decodeURIComponent(password), db: Number(pathname.slice(1) || '0'), tls: protocol === 'rediss:' };
}
