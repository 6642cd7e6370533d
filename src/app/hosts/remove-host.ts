import { BuilderError } from '../../domain/errors.js';
import type { App } from '../app.js';
import { hostUnknown, registeredHosts } from './registered.js';

/**
 * Takes a host out of the pool.
 * @param isGone the host has died: leases on it are given up, and their tests are done again elsewhere
 * @throws BuilderError user `host_unknown`; conflict `host_in_use` while sandboxes run on it and it is not gone
 */
export async function removeHost(app: App, name: string, isGone: boolean): Promise<{ readonly name: string; readonly leasesGivenUp: number }> {
  const { registry, own } = registeredHosts(app);
  if (name === own) throw new BuilderError('user', 'host_invalid', `"${name}" is the host of this node's own credential. Drain it, or give the node another credential.`);
  const { count, until } = await registry.leases(name);
  if (count > 0 && !isGone) {
    throw new BuilderError('conflict', 'host_in_use', `${count === 1 ? 'One sandbox runs' : `${count} sandboxes run`} on "${name}", until ${until?.toISOString() ?? 'their end'} at the latest. Drain it and wait, or remove it as gone.`);
  }
  if (!(await registry.remove(name))) throw hostUnknown(name);
  return { name, leasesGivenUp: count };
}
