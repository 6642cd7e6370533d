import { compare, hash } from 'bcryptjs';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isIP } from 'node:net';
import { hostNginxConf } from '../nginx-conf.js';
import { generated, ownerNamed, put, run } from './system.js';

const ETC = '/etc/odoo-module-builder';

export interface Door {
  /** Before the editor, as configured or made here. */
  readonly password: string;
  readonly isSelfSigned: boolean;
}

/**
 * nginx before everything. A certificate that is there stays; without one it gets one that it has signed itself, for browsers
 * to warn of.
 */
export async function setUpDoor(hostConf: string, publicUrl: string, operator: { readonly name: string; readonly password: string }): Promise<Door> {
  const { hostname } = new URL(publicUrl);
  const tls = join(ETC, 'tls');
  if (!existsSync(join(tls, 'fullchain.pem'))) {
    await mkdir(tls, { recursive: true, mode: 0o700 });
    const name = isIP(hostname) ? `IP:${hostname}` : `DNS:${hostname}`;
    await run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '825', '-subj', `/CN=${hostname}`, '-addext', `subjectAltName=${name}`, '-keyout', join(tls, 'privkey.pem'), '-out', join(tls, 'fullchain.pem'));
  }
  const password = await editorPassword(operator);
  await mkdir('/var/lib/odoo-module-builder/acme', { recursive: true });
  const version = /nginx\/([\d.]+)/.exec(await run('sh', '-c', 'nginx -v 2>&1'))?.[1] ?? '0';
  await put('/etc/nginx/conf.d/odoo-builder.conf', hostNginxConf(hostConf, version));
  // Debian's own page answers for every name that nobody else claims.
  await rm('/etc/nginx/sites-enabled/default', { force: true });
  await run('nginx', '-t');
  await run('systemctl', 'reload-or-restart', 'nginx');
  const [issuer, subject] = (await run('openssl', 'x509', '-noout', '-issuer', '-subject', '-in', join(tls, 'fullchain.pem'))).split('\n').map((line) => line.replace(/^\w+=/, '').trim());
  return { password, isSelfSigned: issuer === subject };
}

async function editorPassword({ name, password }: { readonly name: string; readonly password: string }): Promise<string> {
  const file = join(ETC, 'htpasswd');
  const chosen = password || (await generated('editor-password'));
  const [keptName, keptHash = ''] = (await readFile(file, 'utf8').catch(() => '')).trim().split(':');
  if (keptName === name && (await compare(chosen, keptHash))) return chosen;
  // nginx's processes read it; they are no root.
  await put(file, `${name}:${await hash(chosen, 10)}\n`, 0o640, await ownerNamed('root', 'www-data'));
  return chosen;
}
