import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST_PORTS } from '../../../deployment/queue/processes.js';
import { UAT_PORTS, uatNginxConf } from '../../../deployment/queue/uat-nginx-conf.js';
import { desiredState } from '../../../deployment/lightsail/desired.js';
import { confOf } from '../lightsail/deployed.js';

const read = (file: string): string => readFileSync(join(__dirname, '../../../deployment', file), 'utf8');
const CONF = read('n8n/configs/nginx-uat.conf');
const listens = (text: string): string[] => [...text.matchAll(/^ *listen (.*);/gm)].map(([, where = '']) => where);

test('names below a domain share the public port with the editor, by a certificate of their own', () => {
  const conf = uatNginxConf(CONF, { domain: 'uat.b.example.com', frontendOrigin: 'https://app.example.com' });
  expect(listens(conf)).toEqual(['443 ssl', '[::]:443 ssl', '127.0.0.1:5676']);
  expect(conf).toContain(String.raw`server_name "~^[a-z0-9]{20}\.uat\.b\.example\.com$";`);
  expect(conf).toContain('tls/uat-fullchain.pem');
  expect(conf.match(/frame-ancestors [^";]*/g)).toEqual(Array(2).fill("frame-ancestors 'self' https://app.example.com"));
  expect(conf).not.toMatch(/@[A-Z_]+@/);
});

test('without a domain each has a port, by the certificate of the address', () => {
  const conf = uatNginxConf(CONF, { domain: null, frontendOrigin: '' });
  expect(listens(conf)).toEqual([`${UAT_PORTS} ssl`, `[::]:${UAT_PORTS} ssl`, '127.0.0.1:5676']);
  expect(conf).toContain('server_name _;');
  expect(conf).not.toMatch(/tls\/uat-|@DOMAIN|frame-ancestors 'self' h/);
});

test('what is no domain and no origin does not come into the text', () => {
  for (const domain of ['', 'a.b; return 200', 'a\nb', '*.a.b', 'A.b']) expect(() => uatNginxConf(CONF, { domain, frontendOrigin: '' })).toThrow('is no domain');
  for (const frontendOrigin of ['*', "https://a.b'; x", 'https://a.b/c', 'javascript:1']) expect(() => uatNginxConf(CONF, { domain: 'a.b', frontendOrigin })).toThrow('is no origin');
});

test('ports are the same in nginx, in the firewalls of the host and of Lightsail, and nobody else’s', () => {
  const [from, to] = UAT_PORTS.split('-').map(Number) as [number, number];
  expect(read('n8n/scripts/install-dependencies.sh')).toContain(`tcp dport { 22, 80, 443, 5678, ${UAT_PORTS} } accept`);
  const openings = (values: Readonly<Record<string, string>>): readonly (readonly [number, number])[] => {
    const { instances } = desiredState(confOf(values), { id: 'k', line: '' }, { blueprints: [{ id: 'debian_13', name: 'Debian' }], bundles: [{ id: 'large', memoryGb: 8, price: 44, cpus: 2, diskGb: 160 }] } as never, { instances: [] } as never);
    return instances.find(({ role }) => role === 'n8n')?.openings?.map((opening) => [opening.from, opening.to] as const) ?? [];
  };
  expect(openings({})).toEqual([[22, 22], [80, 80], [443, 443], [5678, 5678], [from, to]]);
  expect(openings({ UAT_DOMAIN: 'try.example.com' })).toEqual([[22, 22], [80, 80], [443, 443], [5678, 5678]]);
  expect(openings({ DOMAIN: 'b.example.com' })).toEqual([[22, 22], [80, 80], [443, 443]]);
  const own = [...HOST_PORTS.webhooks, ...HOST_PORTS.workers, ...HOST_PORTS.brokers, HOST_PORTS.main, HOST_PORTS.gateway, HOST_PORTS.stages];
  expect(own.filter((port) => port >= from && port <= to)).toEqual([]);
});
