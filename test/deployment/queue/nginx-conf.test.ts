import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostNginxConf, localNginxConf } from '../../../deployment/queue/nginx-conf.js';
import { HOST_PORTS, type QueuePorts } from '../../../deployment/queue/processes.js';

const CONF = readFileSync(join(__dirname, '../../../deployment/n8n/configs/nginx-n8n.conf'), 'utf8');
const PORTS: QueuePorts = { main: 41_000, webhooks: [41_001, 41_002], workers: [41_003, 41_004], brokers: [], gateway: 41_005, stages: 41_006 };

describe('on this machine', () => {
  const local = localNginxConf(CONF, { port: 41_007, ports: PORTS, htpasswd: '/state/htpasswd', folder: '/state/nginx', isRoot: false });

  test('nginx listens on loopback alone, without TLS', () => {
    expect([...local.matchAll(/^ *listen (.*);/gm)].map(([, where]) => where)).toEqual(['127.0.0.1:41007 default_server', '127.0.0.1:41006']);
    expect(local).not.toMatch(/ssl|http2|Strict-Transport/);
  });

  test('no port and no folder of a host is left', () => {
    for (const port of [HOST_PORTS.main, ...HOST_PORTS.webhooks, HOST_PORTS.gateway, HOST_PORTS.stages]) expect(local).not.toContain(`127.0.0.1:${port};`);
    expect(local).not.toContain('/etc/odoo-module-builder');
    expect(local).toContain('auth_basic_user_file /state/htpasswd;');
  });

  test('what may be called is what may be called on a host', () => {
    const locations = (text: string): string[] => [...text.matchAll(/^ *location (?!\^~|@)(.*)\{/gm)].map(([, where = '']) => where);
    expect(locations(local)).toEqual(locations(CONF).slice(1));
  });

  test('a file that has changed under it is refused, not half adapted', () => {
    expect(() => localNginxConf(CONF.replace('listen 443 ssl default_server;', 'listen 8443 ssl default_server;'), { port: 1, ports: PORTS, htpasswd: '/x', folder: '/x', isRoot: false })).toThrow('nginx-n8n.conf has nothing like');
  });
});

test('an nginx that does not know http2 as a directive is told in its own words', () => {
  expect(hostNginxConf(CONF, '1.26.3')).toBe(CONF);
  const old = hostNginxConf(CONF, '1.24.0');
  expect(old).toContain('listen 443 ssl http2 default_server;');
  expect(old).not.toMatch(/^ *http2 on;/m);
});
