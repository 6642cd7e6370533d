import { quote } from './quote.js';
import type { RemoteHost } from './remote-host.js';

const RELEASE = '/opt/odoo-module-builder/release';
const PACKAGES = '/var/lib/odoo-module-builder/n8n/.n8n/nodes/node_modules';

/**
 * Has the n8n host give a Docker host no more work, and waits until nothing runs there or the deadline is over.
 *
 * @param address its private one, by which the pool knows it
 * @param minutes that what runs there may go on
 */
export async function drainHost(n8n: RemoteHost, address: string, minutes: number, say: (line: string) => void): Promise<void> {
  const command = ['node', `${RELEASE}/dist/deployment/queue/host/drain.js`, address, String(minutes)];
  await n8n.run(`NODE_PATH=${PACKAGES} exec ${command.map(quote).join(' ')}`, { onLine: say });
}
