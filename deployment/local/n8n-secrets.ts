import { hash } from 'bcryptjs';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What one n8n instance must keep to itself; made at its first start and kept in its user folder with mode 0600. */
export interface N8nSecrets {
  /** Encrypts the credentials in n8n's database: folder and database belong together. */
  readonly encryptionKey: string;
  /** The hash is kept too: a new salt at each start would log every browser out. */
  readonly owner: { readonly email: string; readonly password: string; readonly passwordHash: string };
  /** Value of the `X-API-Key` header that guards all webhooks. */
  readonly apiKey: string;
}

/**
 * The secrets in `<user folder>/secrets.json`, made when there are none yet.
 *
 * @param wanted the owner's e-mail address and password where somebody has chosen them; a change of them is kept
 */
export async function ensureSecrets(userFolder: string, wanted: { readonly email?: string; readonly password?: string } = {}): Promise<N8nSecrets> {
  const file = join(userFolder, 'secrets.json');
  const kept = await readFile(file, 'utf8').then((text) => JSON.parse(text) as N8nSecrets, (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  const email = wanted.email || kept?.owner.email || 'owner@odoo-module-builder.local';
  // n8n wants a digit and a capital letter in a password.
  const password = wanted.password || kept?.owner.password || `Omb1-${randomBytes(12).toString('base64url')}`;
  if (kept !== null && kept.owner.email === email && kept.owner.password === password) return kept;
  const secrets: N8nSecrets = {
    encryptionKey: kept?.encryptionKey ?? randomBytes(24).toString('hex'),
    owner: { email, password, passwordHash: await hash(password, 10) },
    apiKey: kept?.apiKey ?? randomBytes(24).toString('base64url'),
  };
  await mkdir(userFolder, { recursive: true });
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
