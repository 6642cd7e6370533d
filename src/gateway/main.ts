import { join } from 'node:path';
import { sharedApp } from '../compose.js';
import { readConfig } from '../config.js';
import { redisOf } from './redis-url.js';
import { startGateway } from './server.js';

/** The gateway as a process: `node dist/src/gateway/main.js`, settings from the environment, ends on SIGTERM. */
async function main(): Promise<void> {
  const { env } = process;
  const config = readConfig(env);
  const postgres = env['DATABASE_URL'] ?? '';
  if (!/^postgres(ql)?:\/\//.test(postgres)) throw new Error('Set DATABASE_URL to the product’s database, e.g. postgres://user:password@127.0.0.1:5432/omb.');
  const app = await sharedApp({ postgres, redis: redisOf(env['REDIS_URL']), openai: null, docker: null }, env);
  const gateway = await startGateway(app, {
    host: config.OMB_GATEWAY_HOST,
    port: config.OMB_GATEWAY_PORT ?? portOf(config.OMB_PUBLIC_GATEWAY_URL),
    socketPath: join(config.OMB_UAT_SOCKET_ROOT, '_gateway', 'http.sock'),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void gateway.close().finally(() => process.exit(0)));
  }
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

main().catch((error: unknown) => {
  process.stderr.write(`The gateway cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
