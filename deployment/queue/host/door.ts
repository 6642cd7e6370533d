import { compare, hash } from 'bcryptjs';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isIP } from 'node:net';
import { hostNginxConf } from '../nginx-conf.js';
import { uatNginxConf } from '../uat-nginx-conf.js';
import { isSelfSigned, obtainCertificates, selfSigned } from './certificates.js';
import type { SetupConf } from './setup-conf.js';
import { generated, ownerNamed, put, run } from './system.js';

const ETC = '/etc/odoo-module-builder';
const NGINX = '/etc/nginx/conf.d';
const PAGES = '/opt/odoo-module-builder/uat-pages';

export interface Door {
  /** Before the editor, as configured or made here. */
  readonly password: string;
  /** What an operator has to know, a line each. */
  readonly told: readonly string[];
}

/**
 * nginx before everything. A certificate that is there stays; without one it gets one that it has signed itself, for browsers
 * to warn of, until certbot has got another.
 *
 * @param release the unpacked release
 */
export async function setUpDoor(release: string, conf: SetupConf): Promise<Door> {
  const { hostname } = new URL(conf.publicUrl);
  const password = await editorPassword(conf.door);
  await mkdir('/var/lib/odoo-module-builder/acme', { recursive: true });
  const version = /nginx\/([\d.]+)/.exec(await run('sh', '-c', 'nginx -v 2>&1'))?.[1] ?? '0';
  const configured = async (name: string): Promise<string> => hostNginxConf(await readFile(join(release, 'deployment/n8n/configs', name), 'utf8'), version);
  await selfSigned('', hostname);
  await put(join(ETC, 'editor-addresses'), editorAddresses(conf.editorCidrs));
  await put(join(NGINX, 'odoo-builder.conf'), await configured('nginx-n8n.conf'));
  const uat = conf.uatDomain;
  // No Docker host, no authority to know one by, and no live Odoo.
  if (!existsSync(join(ETC, 'docker-client/ca.pem'))) await rm(join(NGINX, 'odoo-builder-uat.conf'), { force: true });
  else {
    if (uat !== null) await selfSigned('uat-', `*.${uat}`);
    await cp(join(release, 'deployment/uat-gateway/pages'), PAGES, { recursive: true });
    await put(join(NGINX, 'odoo-builder-uat.conf'), uatNginxConf(await configured('nginx-uat.conf'), { domain: uat, frontendOrigin: conf.product['OMB_FRONTEND_ORIGIN'] ?? '' }));
  }
  // Debian's own page answers for every name that nobody else claims.
  await rm('/etc/nginx/sites-enabled/default', { force: true });
  await run('nginx', '-t');
  await run('systemctl', 'reload-or-restart', 'nginx');
  const told = await obtainCertificates(join(release, 'deployment/n8n/scripts/certificates.sh'), {
    domain: isIP(hostname) === 0 ? hostname : null, uatDomain: uat, dnsPlugin: conf.dnsPlugin, email: conf.owner.email.endsWith('.local') ? '' : conf.owner.email,
  });
  const warning = isIP(hostname) !== 0 && (await isSelfSigned('')) ? [`WARNING: the certificate of ${conf.publicUrl} is signed by this host alone; browsers warn of it, and are right`] : [];
  return { password, told: [...warning, ...told] };
}

/** For nginx's `geo`. */
const editorAddresses = (cidrs: readonly string[]): string => (cidrs.length === 0 ? '0.0.0.0/0 1;\n::/0 1;\n' : cidrs.map((cidr) => `${cidr} 1;\n`).join(''));

async function editorPassword({ name, password }: { readonly name: string; readonly password: string }): Promise<string> {
  const file = join(ETC, 'htpasswd');
  const chosen = password || (await generated('editor-password'));
  const [keptName, keptHash = ''] = (await readFile(file, 'utf8').catch(() => '')).trim().split(':');
  if (keptName === name && (await compare(chosen, keptHash))) return chosen;
  // nginx's processes read it; they are no root.
  await put(file, `${name}:${await hash(chosen, 10)}\n`, 0o640, await ownerNamed('root', 'www-data'));
  return chosen;
}
