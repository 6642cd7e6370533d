import { join, resolve } from 'node:path';
import { ecosystem } from '../../../deployment/queue/ecosystem.js';
import { readN8nSettings } from '../../../deployment/queue/n8n-settings.js';
import { HOST_PORTS, type Process, queueProcesses } from '../../../deployment/queue/processes.js';

const ROOT = resolve(__dirname, '../../..');

async function processes(product: Record<string, string> = {}): Promise<Process[]> {
  return queueProcesses({
    settings: await readN8nSettings(ROOT),
    n8nBin: '/opt/n8n', gatewayMain: '/opt/gateway.js', hookFile: '/opt/hook.cjs', folder: '/var/n8n',
    databaseUrl: 'postgres://omb:p@127.0.0.1:5432/n8n', productDatabaseUrl: 'postgres://omb:p@127.0.0.1:5432/omb',
    redis: { host: '127.0.0.1', port: 6379 },
    secrets: { encryptionKey: 'k', owner: { email: 'o@x', password: 'p', passwordHash: '$2b$10$h' }, apiKey: 'a' },
    ports: HOST_PORTS, publicUrl: 'https://builder.example', product,
  });
}

test('a main process, two webhook processors, two workers and the gateway', async () => {
  expect((await processes()).map(({ name, args }) => [name, ...args])).toEqual([['n8n-main', 'start'], ['n8n-webhook-1', 'webhook'], ['n8n-webhook-2', 'webhook'], ['n8n-worker-1', 'worker'], ['n8n-worker-2', 'worker'], ['gateway']]);
});

test('each n8n process has a broker port, a user folder and a name of its own, and one key for credentials', async () => {
  const n8n = (await processes()).filter(({ name }) => name.startsWith('n8n-'));
  for (const key of ['N8N_RUNNERS_BROKER_PORT', 'N8N_USER_FOLDER', 'OMB_PROCESS', 'N8N_PORT']) expect(new Set(n8n.map(({ env }) => env[key])).size).toBe(n8n.length);
  expect(new Set(n8n.map(({ env }) => env['N8N_ENCRYPTION_KEY']))).toEqual(new Set(['k']));
});

test('each listens on loopback alone, in queue mode, and calls nobody', async () => {
  for (const { env } of (await processes()).filter(({ name }) => name.startsWith('n8n-'))) {
    expect(env).toMatchObject({ EXECUTIONS_MODE: 'queue', N8N_LISTEN_ADDRESS: '127.0.0.1', QUEUE_BULL_REDIS_HOST: '127.0.0.1', N8N_DIAGNOSTICS_ENABLED: 'false', N8N_SECURE_COOKIE: 'true' });
  }
  const workers = (await processes()).filter(({ name }) => name.startsWith('n8n-worker'));
  expect(workers.map(({ env }) => [env['N8N_WORKER_SERVER_ADDRESS'], env['QUEUE_HEALTH_CHECK_PORT']])).toEqual([['127.0.0.1', '5691'], ['127.0.0.1', '5692']]);
});

test('main leaves production webhooks to the processors; a stage calls whichever of them answers, past the world’s door', async () => {
  const [main, webhook] = await processes();
  expect([main?.env['N8N_DISABLE_PRODUCTION_MAIN_PROCESS'], webhook?.env['N8N_DISABLE_PRODUCTION_MAIN_PROCESS']]).toEqual(['true', undefined]);
  for (const { env } of await processes()) expect(env).toMatchObject({ OMB_STAGE_BASE_URL: 'http://127.0.0.1:5677/webhook', OMB_PUBLIC_WEBHOOK_URL: 'https://builder.example/webhook', OMB_PUBLIC_GATEWAY_URL: 'https://builder.example' });
});

test('what an operator sets for our nodes reaches every process and wins', async () => {
  for (const { env } of await processes({ OMB_TEST_SLOTS: '4', OMB_STAGE_BASE_URL: 'http://other/webhook' })) expect(env).toMatchObject({ OMB_TEST_SLOTS: '4', OMB_STAGE_BASE_URL: 'http://other/webhook' });
});

test('PM2 keeps logs in files, or hands them to the journal, and never gives up', async () => {
  const apps = (logFolder: string | null): Record<string, unknown>[] => (JSON.parse(ecosystem([{ name: 'nginx', script: '/usr/sbin/nginx', isBinary: true, args: [], cwd: '/', env: {} }], { node: '/node', logFolder })) as { apps: Record<string, unknown>[] }).apps;
  expect(apps(null)).toEqual([expect.objectContaining({ interpreter: 'none', out_file: '/dev/null', error_file: '/dev/null', max_restarts: 1_000_000 })]);
  expect(apps('/logs')).toEqual([expect.objectContaining({ out_file: join('/logs', 'nginx.log') })]);
});

test('a script in a folder with a blank in its name is no command line to PM2', () => {
  const text = ecosystem([{ name: 'gateway', script: '/my work/dist/main.js', args: [], cwd: '/var/n8n', env: {} }], { node: '/my work/node', logFolder: null });
  expect(JSON.parse(text)).toMatchObject({ apps: [{ script: 'main.js', cwd: '/my work/dist', interpreter: '/my work/node' }] });
});
