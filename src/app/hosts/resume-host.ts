import type { App } from '../app.js';
import { hostUnknown, registeredHosts } from './registered.js';

/** A draining host takes new sandboxes again. Does nothing to one that is ready. @throws BuilderError user `host_unknown` */
export async function resumeHost(app: App, name: string): Promise<{ readonly name: string; readonly resumed: boolean }> {
  const { registry } = registeredHosts(app);
  const resumed = await registry.resume(name);
  if (!resumed && !(await app.pool?.status())?.hosts.some((host) => host.name === name)) throw hostUnknown(name);
  return { name, resumed };
}
