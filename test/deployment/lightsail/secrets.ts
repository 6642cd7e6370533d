import type { DebianHost } from '../host/debian-host.js';

/** A line of a private key, which no other text has. */
export const keyLine = (pem: string): string => pem.split('\n').find((line) => /^[\w+/=]{40,}$/.test(line)) ?? '';

/** What the hosts of a deployment have made themselves and must keep to themselves. */
export async function hostSecrets(n8n: DebianHost, docker: DebianHost): Promise<readonly string[]> {
  const { encryptionKey, owner, apiKey } = JSON.parse(await n8n.must('cat /var/lib/odoo-module-builder/n8n/secrets.json')) as { readonly encryptionKey: string; readonly owner: { readonly password: string }; readonly apiKey: string };
  const read = (host: DebianHost, file: string): Promise<string> => host.must(`cat /etc/odoo-module-builder/${file}`);
  const [database, metrics, door, client, server] = await Promise.all([read(n8n, 'database-password'), read(n8n, 'metrics-token'), read(n8n, 'tls/privkey.pem'), read(n8n, 'docker-client/key.pem'), read(docker, 'docker/server-key.pem')]);
  return [encryptionKey, owner.password, apiKey, database, metrics, keyLine(door), keyLine(client), keyLine(server)];
}
