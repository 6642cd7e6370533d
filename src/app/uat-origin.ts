import { BuilderError } from '../domain/errors.js';
import type { App } from './app.js';
import { portOfHost, portsOf, slugOfHost, uatOrigin } from './uat-address.js';

type Uats = Pick<App, 'config' | 'uats'>;

/** Where people open the instance; null when it has a port and that is somebody else's by now. */
export async function originOf({ config, uats }: Uats, slug: string): Promise<string | null> {
  if (portsOf(config) === null) return uatOrigin(config, slug);
  const port = await uats.portOf(slug);
  return port === null ? null : uatOrigin(config, slug, port);
}

/** Where people will open an instance that is about to be. @throws BuilderError transient `no_uat_port` */
export async function newOrigin({ config, uats }: Uats, slug: string): Promise<string> {
  const ports = portsOf(config);
  if (ports === null) return uatOrigin(config, slug);
  const port = await uats.takePort(slug, ports);
  if (port === null) throw new BuilderError('transient', 'no_uat_port', `All ports of OMB_UAT_PORTS (${config.OMB_UAT_PORTS}) belong to live Odoos. It is tried again when one has ended.`);
  return uatOrigin(config, slug, port);
}

/** The instance that a Host header means. */
export async function slugAt({ config, uats }: Uats, host: string | undefined): Promise<string | null> {
  if (portsOf(config) === null) return slugOfHost(config, host);
  const port = portOfHost(config, host);
  return port === null ? null : uats.slugOn(port);
}
