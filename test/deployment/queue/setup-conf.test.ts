import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSetupConf } from '../../../deployment/queue/host/setup-conf.js';

const N8N = join(__dirname, '../../../deployment/n8n');

test('a public address is enough; the rest has defaults', () => {
  expect(readSetupConf('PUBLIC_URL=https://203.0.113.7/\n')).toEqual({
    publicUrl: 'https://203.0.113.7', sandboxImage: '', dockerHosts: [], uatDomain: null, dnsPlugin: '', editorCidrs: [], owner: { email: 'owner@odoo-module-builder.local', password: '' }, door: { name: 'operator', password: '' }, openAi: null, backup: null, product: {},
  });
});

test('Docker hosts, a language model and settings of our own', () => {
  expect(readSetupConf('PUBLIC_URL=https://b.example\nSANDBOX_IMAGE=omb-sandbox:1\nDOCKER_HOSTS=docker-1=10.0.0.1, docker-2=10.0.0.2\nOPENAI_API_KEY=k\nOPENAI_MODEL=m\nOMB_TEST_SLOTS=4\n')).toMatchObject({
    dockerHosts: [{ name: 'docker-1', address: '10.0.0.1' }, { name: 'docker-2', address: '10.0.0.2' }], openAi: { apiKey: 'k', model: 'm' }, product: { OMB_TEST_SLOTS: '4' },
  });
});

test('live Odoos are below the domain, or at one of their own; an address alone has no place for them', () => {
  const uatDomain = (...lines: readonly string[]): string | null => readSetupConf(lines.join('\n')).uatDomain;
  expect(uatDomain('PUBLIC_URL=https://b.example.com')).toBe('uat.b.example.com');
  expect(uatDomain('PUBLIC_URL=https://b.example.com', 'UAT_DOMAIN=try.example.org')).toBe('try.example.org');
  expect(uatDomain('PUBLIC_URL=https://203.0.113.7', 'UAT_DOMAIN=try.example.org')).toBe('try.example.org');
});

test('what stands in the configuration of nginx, or in an argument of certbot, can be nothing else', () => {
  for (const line of ['UAT_DOMAIN=a.b;return', 'UAT_DOMAIN=*.b.c', 'DNS_PLUGIN=--server', 'EDITOR_CIDRS=0.0.0.0/0 1; x', 'EDITOR_CIDRS=all']) expect(() => readSetupConf(`PUBLIC_URL=https://b.example.com\n${line}\n`)).toThrow(`line 2: ${line.split('=')[0] ?? ''} must be`);
});

test('each mistake is told with its line', () => {
  expect(() => readSetupConf('PUBLIC_URL=http://b\nDOKER_HOSTS=a\nDOCKER_HOSTS=10.0.0.1\n')).toThrow(
    'The configuration is wrong:\n  line 2: there is no DOKER_HOSTS\n  line 1: PUBLIC_URL must be https://<domain or address>\n  line 3: "10.0.0.1" is not name=address\n  SANDBOX_IMAGE is missing: Docker hosts need it',
  );
});

test('hosts get the PM2 that is tried here', () => {
  const locked = JSON.parse(readFileSync(join(N8N, 'pm2/package.json'), 'utf8')) as { dependencies: { pm2: string } };
  expect(readFileSync(join(N8N, 'scripts/install-dependencies.sh'), 'utf8')).toContain(`pm2_version=${locked.dependencies.pm2}\n`);
});
