import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { n8nEnvironment } from '../../deployment/local/n8n-env.js';

const OPTIONS = {
  settings: parseEnv(readFileSync(join(__dirname, '../../deployment/n8n/configs/n8n.env'), 'utf8')) as Record<string, string>,
  databaseUrl: 'postgres://n8n:p%40ss@127.0.0.1:5433/n8n',
  userFolder: '/var/omb',
  port: 5678,
  runnersBrokerPort: 5679,
  secrets: { encryptionKey: 'k', owner: { email: 'o@x', password: 'p', passwordHash: '$2b$10$h' }, apiKey: 'a' },
  hookFile: '/hook.cjs',
};

test('settings of another n8n in the shell do not leak in', () => {
  const env = n8nEnvironment(OPTIONS, { PATH: '/bin', N8N_PORT: '1', DB_TYPE: 'sqlite', EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: 'r', EXTERNAL_HOOK_FILES: '/evil', WEBHOOK_URL: 'http://x' });
  expect(env).toMatchObject({ PATH: '/bin', N8N_PORT: '5678', DB_TYPE: 'postgresdb', EXTERNAL_HOOK_FILES: '/hook.cjs' });
  expect(env['EXECUTIONS_MODE']).toBe('regular');
  expect(env).not.toHaveProperty('QUEUE_BULL_REDIS_HOST');
  expect(env).not.toHaveProperty('WEBHOOK_URL');
});

test('the database URL is taken apart, escapes included', () => {
  expect(n8nEnvironment(OPTIONS, {})).toMatchObject({ DB_POSTGRESDB_HOST: '127.0.0.1', DB_POSTGRESDB_PORT: '5433', DB_POSTGRESDB_DATABASE: 'n8n', DB_POSTGRESDB_USER: 'n8n', DB_POSTGRESDB_PASSWORD: 'p@ss' });
});

test('nothing listens beyond loopback and nothing calls out', () => {
  const env = n8nEnvironment(OPTIONS, {});
  expect(env['N8N_LISTEN_ADDRESS']).toBe('127.0.0.1');
  for (const name of ['DIAGNOSTICS', 'VERSION_NOTIFICATIONS', 'VERSION_NOTIFICATIONS_WHATS_NEW', 'TEMPLATES', 'PERSONALIZATION', 'DYNAMIC_BANNERS', 'VERIFIED_PACKAGES', 'LICENSE_AUTO_RENEW']) {
    expect(env[`N8N_${name}_ENABLED`]).toBe('false');
  }
});

test('expressions stay in n8n’s sandbox, which comes up when there is one to evaluate', () => {
  const env = n8nEnvironment(OPTIONS, { N8N_EXPRESSION_ENGINE: 'legacy' });
  expect(env).toMatchObject({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true' });
  expect(env).not.toHaveProperty('N8N_EXPRESSION_ENGINE');
});

test('the caller’s own environment wins', () => {
  expect(n8nEnvironment({ ...OPTIONS, extra: { OMB_STAGE_BASE_URL: 'http://other/webhook' } }, {})['OMB_STAGE_BASE_URL']).toBe('http://other/webhook');
});
