import { BuilderError } from '../../domain/errors.js';
import type { SandboxHost } from '../../ports/sandbox.js';
import type { RegisteredHost } from '../../ports/sandbox-hosts.js';
import type { App } from '../app.js';
import { dockerNotConfigured } from '../docker-not-configured.js';
import { registeredHosts } from './registered.js';

const NAME = /^[a-z0-9][a-z0-9.-]{0,61}[a-z0-9]$/;

export interface AddedHost {
  readonly name: string;
  readonly version: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly gvisor: boolean;
  /** Digest of its sandbox image, the same as on every other host. */
  readonly image: string;
  /** The host that gave it the image; null when it had it. */
  readonly imageFrom: string | null;
}

/**
 * Puts a Docker host into the pool. Before it counts as ready it has answered, and has the sandbox image by the digest that
 * the others have: a host without it, or with another of that name, is given it by one that has it.
 * @throws BuilderError user `host_invalid` | `host_not_reachable_so` | `sandbox_image_missing`; transient what the host says
 */
export async function addHost(app: App, entry: RegisteredHost): Promise<AddedHost> {
  const hosts = registeredHosts(app);
  if (!NAME.test(entry.name)) throw new BuilderError('user', 'host_invalid', `"${entry.name}" is no name for a host: use 2 to 63 small letters, digits, dots and hyphens, like docker-2.`);
  if (entry.name === hosts.own) throw new BuilderError('user', 'host_invalid', `"${entry.name}" is the host of this node's own credential: it is in the pool already. Give the other one another name.`);
  const host = hosts.reach(entry);
  if (host === null) throw new BuilderError('user', 'host_not_reachable_so', `This node's credential is not for hosts that are reached by ${WAY[entry.endpoint.kind]}. Choose a credential of that connection; its certificates or key then serve all hosts of the pool.`);
  const { version, cpus, memoryBytes, gvisor } = await host.ping();
  const imageFrom = await provide(app, host);
  await hosts.registry.put(entry);
  return { name: entry.name, version, cpus, memoryBytes, gvisor, image: (await host.imageDigest()) ?? '', imageFrom };
}

const WAY = { socket: 'a Unix socket', tls: 'mutual TLS', ssh: 'SSH' } as const;

/** @returns the name of the host that gave the image, null when nothing had to be given */
async function provide(app: App, host: SandboxHost): Promise<string | null> {
  if (!app.pool) throw dockerNotConfigured();
  const there = await host.imageDigest();
  const [own] = app.pool.hosts;
  const wanted = own === undefined ? null : await own.imageDigest();
  if (own === undefined || wanted === null) {
    if (there !== null) return null;
    throw new BuilderError('user', 'sandbox_image_missing', `Neither "${host.name}" nor the host of this node's credential has the sandbox image "${app.config.OMB_SANDBOX_IMAGE}". Build it on one of them first.`);
  }
  if (there === wanted) return null;
  await host.importImage(await own.exportImage());
  const given = await host.imageDigest();
  if (given !== wanted) throw new BuilderError('transient', 'sandbox_image_differs', `The sandbox image did not arrive on "${host.name}" as it is on "${own.name}" (${given ?? 'none'} instead of ${wanted}). Try again.`);
  return own.name;
}
