import { connectionsOf, type Credentials } from '../../nodes/shared/connections.js';

const postgres = { host: 'db', database: 'omb', user: 'omb', password: 'secret', port: 5432, ssl: 'disable', allowUnauthorizedCerts: false, sshTunnel: false };
const only = (more: Partial<Credentials> = {}): Credentials => ({ postgres, redis: null, openai: null, docker: null, ...more });

test('a database alone is enough', () => {
  expect(connectionsOf(only())).toEqual({ postgres: { host: 'db', port: 5432, database: 'omb', user: 'omb', password: 'secret', tls: false, verify: true }, redis: null, openai: null, docker: null });
});

test('a database behind an SSH tunnel is refused in words, and not looked for where it is not', () => {
  expect(() => connectionsOf(only({ postgres: { ...postgres, sshTunnel: true } }))).toThrow(expect.objectContaining({ kind: 'user', code: 'database_by_ssh' }));
});

test('each field of n8n’s Redis credential is kept', () => {
  const filled = { host: 'redis', port: 6380, user: 'live', password: 'secret', database: 2, ssl: true, disableTlsVerification: true };
  expect(connectionsOf(only({ redis: filled })).redis).toEqual({ host: 'redis', port: 6380, user: 'live', password: 'secret', db: 2, tls: true, verify: false });
  expect(connectionsOf(only({ redis: { host: 'redis', port: 6379, user: '', password: '', database: 0, ssl: false } })).redis).toEqual({ host: 'redis', port: 6379, user: null, password: '', db: 0, tls: false, verify: true });
});

test('each field of n8n’s OpenAI credential is kept', () => {
  const filled = { apiKey: 'key', url: 'https://models.internal/v1', organizationId: 'org-1', header: true, headerName: 'X-Team', headerValue: 'odoo' };
  expect(connectionsOf(only({ openai: filled })).openai).toEqual({ apiKey: 'key', baseUrl: 'https://models.internal/v1', organization: 'org-1', header: { name: 'X-Team', value: 'odoo' } });
  expect(connectionsOf(only({ openai: { ...filled, url: '', organizationId: '', header: false } })).openai).toEqual({ apiKey: 'key', baseUrl: null, organization: null, header: null });
});
