import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { put, run } from './system.js';

const TLS = '/etc/odoo-module-builder/tls';
const SCRIPT = '/usr/local/lib/odoo-module-builder/certificates';
const UNIT = 'odoo-builder-certificates';
/** certificates.sh's own: something is not there yet, and it has said what. */
const NOT_ALL = 3;

export interface Certificates {
  /** The n8n host's own name; null: it goes by its address, and nobody gives certificates for that. */
  readonly domain: string | null;
  /** Live Odoos are at `<name>.<uatDomain>`; null: nowhere. */
  readonly uatDomain: string | null;
  readonly dnsPlugin: string;
  readonly email: string;
}

/** A certificate of the host's own making for a door that has none, or one of another name: nginx does not start without. */
export async function selfSigned(prefix: '' | 'uat-', name: string): Promise<void> {
  const [cert, key] = [join(TLS, `${prefix}fullchain.pem`), join(TLS, `${prefix}privkey.pem`)];
  if (existsSync(cert) && (!(await isSelfSigned(prefix)) || (await run('openssl', 'x509', '-noout', '-ext', 'subjectAltName', '-in', cert)).includes(name))) return;
  await mkdir(TLS, { recursive: true, mode: 0o700 });
  await run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '825', '-subj', '/CN=Odoo Module Builder', '-addext', `subjectAltName=${isIP(name) ? 'IP' : 'DNS'}:${name}`, '-keyout', key, '-out', cert);
}

export async function isSelfSigned(prefix: '' | 'uat-'): Promise<boolean> {
  const [issuer, subject] = (await run('openssl', 'x509', '-noout', '-issuer', '-subject', '-in', join(TLS, `${prefix}fullchain.pem`))).split('\n').map((line) => line.replace(/^\w+=/, '').trim());
  return issuer === subject;
}

/** certbot's certificates for what has a name, now or as soon as DNS allows: a timer tries again. @returns what is to be told */
export async function obtainCertificates(script: string, { domain, uatDomain, dnsPlugin, email }: Certificates): Promise<string[]> {
  const args = Object.entries({ domain, 'uat-domain': uatDomain, 'dns-plugin': dnsPlugin, email }).flatMap(([name, value]) => (value === null || value === '' ? [] : [`--${name}`, value]));
  const timer = `${UNIT}.timer`;
  if (domain === null && uatDomain === null) {
    await run('sh', '-c', `systemctl --quiet disable --now ${timer} 2>/dev/null || :`);
    return [];
  }
  const changed = [await put(SCRIPT, await readFile(script, 'utf8'), 0o755), await put(`/etc/systemd/system/${UNIT}.service`, service(args)), await put(`/etc/systemd/system/${timer}`, TIMER)].some(Boolean);
  if (changed) await run('systemctl', 'daemon-reload');
  await run('systemctl', '--quiet', 'enable', '--now', timer);
  const told = await run('sh', '-c', `"$@" 2>&1 || [ $? -eq ${NOT_ALL} ]`, 'sh', SCRIPT, ...args);
  return told.split('\n').filter((line) => line !== '');
}

const service = (args: readonly string[]): string => `[Unit]
Description=Certificates that the doors of the Odoo Module Builder still lack
Wants=network-online.target
After=network-online.target nginx.service

[Service]
Type=oneshot
ExecStart=${SCRIPT} ${args.join(' ')}
SuccessExitStatus=${NOT_ALL}
`;

const TIMER = `[Unit]
Description=Look for certificates that are not there yet

[Timer]
OnActiveSec=10min
OnUnitInactiveSec=6h
RandomizedDelaySec=10min

[Install]
WantedBy=timers.target
`;
