import { BuilderError } from '../../domain/errors.js';
import type { App } from '../app.js';
import { hostUnknown, registeredHosts } from './registered.js';

const MAX_MINUTES = 7 * 24 * 60;

/**
 * No new sandbox on a host from now on. What runs there may go on until the deadline; then the reaper ends it, and a test that
 * is cut off is done again elsewhere.
 * @throws BuilderError user `host_unknown` | `host_invalid`
 */
export async function drainHost(app: App, name: string, minutes: number): Promise<{ readonly name: string; readonly until: string; readonly running: number }> {
  const { registry } = registeredHosts(app);
  if (!Number.isFinite(minutes) || minutes < 0 || minutes > MAX_MINUTES) throw new BuilderError('user', 'host_invalid', `The deadline is ${minutes} minutes away; give 0 to ${MAX_MINUTES}.`);
  const until = new Date(app.clock.now().getTime() + minutes * 60_000);
  if (!(await registry.drain(name, until))) throw hostUnknown(name);
  return { name, until: until.toISOString(), running: (await registry.leases(name)).count };
}
