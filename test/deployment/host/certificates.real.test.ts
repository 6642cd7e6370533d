import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uatNginxConf } from '../../../deployment/queue/uat-nginx-conf.js';
import { CONFIGS, DebianHosts, SCRIPTS, type DebianHost } from './debian-host.js';

const MINUTES = 60_000;
const DOMAIN = 'builder.test';
const SLUG = 'a'.repeat(20);
const TLS = '/etc/odoo-module-builder/tls';
const CERTIFICATES = `sh /root/certificates.sh --domain ${DOMAIN} --uat-domain uat.${DOMAIN}`;

/** An n8n host's doors, and beside it what the world has: an authority that speaks ACME (Debian's pebble) and the domain's DNS (bind9). */
describe('certificates.sh on a Debian 13 with nginx-n8n.conf and nginx-uat.conf', () => {
  let hosts: DebianHosts;
  let n8n: DebianHost;
  let world: DebianHost;
  let folder: string;

  /** What nginx shows who asks for that name: issuer and serial number. */
  const shown = async (name: string): Promise<{ readonly issuer: string; readonly serial: string }> => {
    const out = await n8n.must(`openssl s_client -connect 127.0.0.1:443 -servername ${name} </dev/null 2>/dev/null | openssl x509 -noout -issuer -serial`);
    return { issuer: /issuer=(.*)/.exec(out)?.[1] ?? '', serial: /serial=(.*)/.exec(out)?.[1] ?? '' };
  };

  /** The same, once it is the one that is meant: nginx reloads beside what it does, and its old workers answer for a moment more. */
  const soonShown = async (name: string, isMeant: (certificate: Awaited<ReturnType<typeof shown>>) => boolean): ReturnType<typeof shown> => {
    const end = Date.now() + 20_000;
    for (;;) {
      const certificate = await shown(name);
      if (isMeant(certificate) || Date.now() > end) return certificate;
      await sleep(100);
    }
  };
  const ofPebble = ({ issuer }: { readonly issuer: string }): boolean => issuer.includes('Pebble');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'omb-certificates-'));
    hosts = await DebianHosts.start('certificates');
    [n8n, world] = await Promise.all([hosts.boot(11), hosts.boot(12)]);
    await Promise.all([
      n8n.must('apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx openssl certbot python3-certbot-dns-rfc2136'),
      world.must('apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends bind9 bind9-utils openssl pebble'),
    ]);
    await theWorld();
    await theDoors();
  }, 10 * MINUTES);
  afterAll(async () => {
    await hosts?.end();
    await rm(folder, { recursive: true });
  });

  /** The domain leads to the n8n host, whose key may change what is below it; pebble gives certificates for an hour, so that they are due at once. */
  async function theWorld(): Promise<void> {
    const key = (await world.must('tsig-keygen odoo-builder')).trim();
    await write(world, '/etc/bind/odoo-builder.key', `${key}\n`);
    await write(world, '/etc/bind/named.conf.options', 'options { directory "/var/cache/bind"; recursion no; dnssec-validation no; listen-on { any; }; };\ninclude "/etc/bind/odoo-builder.key";\n');
    await write(world, '/etc/bind/named.conf.local', `zone "${DOMAIN}" { type primary; file "/var/lib/bind/${DOMAIN}"; update-policy { grant odoo-builder zonesub TXT; }; };\n`);
    await write(world, `/var/lib/bind/${DOMAIN}`, `$TTL 1\n@ IN SOA ns hostmaster 1 60 60 60 1\n@ IN NS ns\nns IN A ${hosts.address(12)}\n@ IN A ${hosts.address(11)}\n*.uat IN A ${hosts.address(11)}\n`);
    await world.must(`chown bind: /var/lib/bind/${DOMAIN} /etc/bind/odoo-builder.key && systemctl restart named`);
    await write(world, '/root/pebble.json', JSON.stringify({ pebble: { listenAddress: '0.0.0.0:14000', managementListenAddress: '127.0.0.1:15000', certificate: '/root/pebble.pem', privateKey: '/root/pebble.key', httpPort: 80, tlsPort: 443, ocspResponderURL: '', externalAccountBindingRequired: false, certificateValidityPeriod: 3600 } }));
    await world.must(`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=acme -addext subjectAltName=IP:${hosts.address(12)} -keyout /root/pebble.key -out /root/pebble.pem 2>/dev/null`);
    await world.must('systemd-run --quiet --unit pebble --setenv PEBBLE_VA_NOSLEEP=1 --setenv PEBBLE_WFE_NONCEREJECT=0 pebble -config /root/pebble.json -dnsserver 127.0.0.1:53');
    await write(n8n, '/usr/local/share/ca-certificates/acme.crt', `${await world.must('cat /root/pebble.pem')}\n`);
    await n8n.must(`update-ca-certificates >/dev/null 2>&1 && mkdir -p /etc/letsencrypt && printf '%s\\n' 'server = https://${hosts.address(12)}:14000/dir' 'dns-rfc2136-propagation-seconds = 2' >/etc/letsencrypt/cli.ini`);
    const [, secret = ''] = /secret "(.*)"/.exec(key) ?? [];
    await write(n8n, '/etc/odoo-module-builder/dns-credentials', `dns_rfc2136_server = ${hosts.address(12)}\ndns_rfc2136_name = odoo-builder\ndns_rfc2136_secret = ${secret}\ndns_rfc2136_algorithm = HMAC-SHA256\n`);
    await n8n.must('chmod 600 /etc/odoo-module-builder/dns-credentials');
  }

  /** As deployment/queue/host/door.ts leaves them, with certificates that the host has signed itself. */
  async function theDoors(): Promise<void> {
    await n8n.must(`mkdir -p ${TLS} /etc/odoo-module-builder/docker-client /var/lib/odoo-module-builder/acme && rm -f /etc/nginx/sites-enabled/default && touch /etc/odoo-module-builder/htpasswd /etc/odoo-module-builder/editor-addresses`);
    for (const [prefix, name] of [['', DOMAIN], ['uat-', `*.uat.${DOMAIN}`]] as const) {
      await n8n.must(`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=self -addext 'subjectAltName=DNS:${name}' -keyout ${TLS}/${prefix}privkey.pem -out ${TLS}/${prefix}fullchain.pem 2>/dev/null`);
    }
    await n8n.must(`cd /etc/odoo-module-builder/docker-client && cp ${TLS}/fullchain.pem cert.pem && cp ${TLS}/privkey.pem key.pem && cp cert.pem ca.pem`);
    await n8n.copy(join(CONFIGS, 'nginx-n8n.conf'), '/etc/nginx/conf.d/odoo-builder.conf');
    await write(n8n, '/etc/nginx/conf.d/odoo-builder-uat.conf', uatNginxConf(await readFile(join(CONFIGS, 'nginx-uat.conf'), 'utf8'), { domain: `uat.${DOMAIN}`, frontendOrigin: '' }));
    await n8n.must('nginx -t && systemctl restart nginx');
    await n8n.copy(resolve(SCRIPTS, 'certificates.sh'), '/root/');
  }

  async function write(host: DebianHost, path: string, text: string): Promise<void> {
    const file = join(folder, 'file');
    await writeFile(file, text);
    await host.must(`mkdir -p "$(dirname ${path})"`);
    await host.copy(file, path);
    await host.must(`chown root:root ${path}`);
  }

  it('gets what http can prove, and says of the wildcard what is missing and what works meanwhile', async () => {
    expect((await shown(DOMAIN)).issuer).toContain('self');
    const { code, out } = await n8n.sh(CERTIFICATES);
    expect([code, out]).toEqual([3, expect.stringContaining(`${DOMAIN} has its certificate\nWARNING: no certificate for *.uat.${DOMAIN}: a wildcard is proven by DNS. Write certbot's plugin for your DNS into DNS_PLUGIN`)]);
    expect((await soonShown(DOMAIN, ofPebble)).issuer).toContain('Pebble');
    expect((await shown(`${SLUG}.uat.${DOMAIN}`)).issuer).toContain('self');
  }, 2 * MINUTES);

  it('gets the wildcard by the DNS plugin, and nothing a second time', async () => {
    const { code, out } = await n8n.sh(`${CERTIFICATES} --dns-plugin rfc2136`);
    expect([code, out.trim()]).toEqual([0, `*.uat.${DOMAIN} has its certificate`]);
    const first = await soonShown(`${SLUG}.uat.${DOMAIN}`, ofPebble);
    expect(first.issuer).toContain('Pebble');
    // What any machine of the world sees, by the names alone.
    await world.must(`curl -sS --resolve ${SLUG}.uat.${DOMAIN}:443:${hosts.address(11)} -k https://${SLUG}.uat.${DOMAIN}/ -o /dev/null`);
    expect(await n8n.sh(`${CERTIFICATES} --dns-plugin rfc2136`)).toEqual({ code: 0, out: '' });
    expect(await shown(`${SLUG}.uat.${DOMAIN}`)).toEqual(first);
  }, 2 * MINUTES);

  it('certbot’s own timer renews both, and nginx shows the new ones without being told', async () => {
    const before = [await shown(DOMAIN), await shown(`${SLUG}.uat.${DOMAIN}`)];
    expect(await n8n.must('systemctl is-enabled certbot.timer')).toBe('enabled');
    await n8n.must('systemctl start certbot.service');
    for (const [index, name] of [DOMAIN, `${SLUG}.uat.${DOMAIN}`].entries()) {
      const after = await soonShown(name, ({ serial }) => serial !== before[index]?.serial);
      expect(after.issuer).toContain('Pebble');
      expect(after.serial).not.toBe(before[index]?.serial);
    }
  }, 3 * MINUTES);

  it('a name that does not lead here yet is told with certbot’s reason, and the door stays open with what it has', async () => {
    const { code, out } = await n8n.sh('sh /root/certificates.sh --domain elsewhere.test');
    expect([code, out]).toEqual([3, expect.stringMatching(/^WARNING: no certificate for elsewhere\.test yet; until then .* certbot says: .*elsewhere\.test/)]);
    expect((await shown(DOMAIN)).issuer).toContain('Pebble');
  }, 2 * MINUTES);

  it('keeps the DNS key to root, and out of what certbot writes', async () => {
    const secret = await n8n.must("sed -n 's/^dns_rfc2136_secret = //p' /etc/odoo-module-builder/dns-credentials");
    expect(await n8n.must(`grep -rlF '${secret}' /etc /var/log /var/lib/letsencrypt || :`)).toBe('/etc/odoo-module-builder/dns-credentials');
  });
});
