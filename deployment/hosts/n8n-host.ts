import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { quote } from './quote.js';
import { LOCKED, runScript } from './run-script.js';
import { digestOf, readStamp, writeStamp } from './stamp.js';
import type { RemoteHost } from './remote-host.js';

const ETC = '/etc/odoo-module-builder';
const RELEASE = '/opt/odoo-module-builder/release';

/** The n8n host's certificate for Docker hosts, made there by install-dependencies.sh when it has none; its key stays there. */
export async function clientCertificate(host: RemoteHost, script: string, say: (line: string) => void): Promise<string> {
  await runScript(host, script, ['--role', 'client'], say);
  return host.run(`cat ${ETC}/docker-client/cert.pem`);
}

export interface N8nHostPlan {
  /** install-dependencies.sh. */
  readonly script: string;
  /** A release as a .tgz file, and its digest. */
  readonly release: { readonly file: string; readonly digest: string };
  /** What setup-n8n.sh is told; has secrets. */
  readonly conf: Readonly<Record<string, string>>;
  /** What certbot's DNS plugin proves itself by; a secret, or empty. */
  readonly dnsCredentials: string;
  /** The Docker hosts' authorities, PEM. */
  readonly authorities: readonly string[];
}

/** A line as `readConf` reads it back. @throws Error for a value that has every kind of quote */
export function confLine(key: string, value: string): string {
  const mark = ["'", '`', '"'].find((each) => !value.includes(each));
  if (mark === undefined || value.includes('\n')) throw new Error(`${key} cannot be handed to the host: it has a line break, or all of ' \` and ". Choose another.`);
  return `${key}=${mark}${value}${mark}\n`;
}

/** The n8n host, when install-dependencies.sh has been there: the release, its configuration, and setup-n8n.sh with them, which ends with a session's green verdict. */
export async function installN8nHost(host: RemoteHost, plan: N8nHostPlan, say: (line: string) => void): Promise<void> {
  const conf = Object.entries(plan.conf).filter(([, value]) => value !== '').map(([key, value]) => confLine(key, value)).join('');
  const wanted = digestOf(await readFile(plan.script, 'utf8'), plan.release.digest, conf, plan.dnsCredentials, ...plan.authorities);
  if ((await readStamp(host)) === wanted) return say(`${host.name}: is as it should be`);
  await host.run(`umask 077; cat >${ETC}/docker-client/ca.pem`, { input: plan.authorities.map((pem) => `${pem.trim()}\n`).join('') });
  await host.run(`umask 077; cat >${ETC}/setup.conf`, { input: conf });
  await host.run(`umask 077; cat >${ETC}/dns-credentials`, { input: plan.dnsCredentials });
  say(`${host.name}: sending the release`);
  const unpack = `rm -rf ${RELEASE}.new; mkdir -p ${RELEASE}.new; tar -xzf - --no-same-owner -C ${RELEASE}.new; rm -rf ${RELEASE}; mv ${RELEASE}.new ${RELEASE}`;
  await host.run(`${LOCKED} sh -euc ${quote(unpack)}`, { input: createReadStream(plan.release.file) });
  await host.run(`${LOCKED} sh ${RELEASE}/deployment/n8n/scripts/setup-n8n.sh`, { onLine: (line) => say(`${host.name}: ${line.replace(/^setup-n8n\.sh: /, '')}`) });
  await writeStamp(host, wanted);
  say(`${host.name}: done`);
}
