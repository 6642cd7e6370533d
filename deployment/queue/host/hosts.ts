import type { App } from '../../../src/app/app.js';
import type { RegisteredHost } from '../../../src/ports/sandbox-hosts.js';
import { DOCKER_TLS_PORT } from '../../local/n8n-credentials.js';
import type { SetupConf } from './setup-conf.js';

/** Of hosts that deploy.sh has made: those of operators are left alone. */
const MADE_HERE = 'deploy.sh';

/**
 * The pool as the configuration has it. Hosts go by their address there, as the credential's own host does: so one stays the
 * same host, with all that runs on it, when it becomes the first because the first one went.
 */
export async function bringHosts(app: App, wanted: SetupConf['dockerHosts'], say: (line: string) => void): Promise<void> {
  const { hosts, pool } = app;
  if (hosts === null || pool === null) return;
  const { addHost } = await import('../../../src/app/hosts/add-host.js');
  const { removeHost } = await import('../../../src/app/hosts/remove-host.js');
  for (const { name, address } of wanted) {
    const entry: RegisteredHost = { name: address, endpoint: { kind: 'tls', host: address, port: DOCKER_TLS_PORT }, labels: [MADE_HERE, name], slots: null };
    // The own one is in the pool unasked, and is written down for the day on which another is the first.
    if (address === hosts.own) await hosts.registry.put(entry);
    const { version, cpus, memoryBytes } = address === hosts.own ? await pool.hosts[0]!.ping() : await addHost(app, entry);
    say(`${name} is ready: Docker ${version}, ${cpus} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB`);
  }
  const addresses = new Set(wanted.map(({ address }) => address));
  for (const { name, labels } of await hosts.registry.list()) if (labels.includes(MADE_HERE) && !addresses.has(name)) await removeHost(app, name, true);
}
