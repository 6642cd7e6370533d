import type { Json } from './region.js';

export interface HostKey {
  /** E.g. `ssh-ed25519`. */
  readonly algorithm: string;
  /** Base64, as it stands in a `known_hosts` file. */
  readonly publicKey: string;
}

/**
 * What is behind the endpoint's instances. Each call returns at once, as Lightsail's do; what it asks for comes about in the
 * order in which a machine was asked for it.
 */
export interface Machines {
  /** Addresses that nobody else has; the machine boots meanwhile, and runs `userData` as root at its first boot. */
  create(name: string, authorizedKey: string, userData: string): { readonly privateIp: string; readonly publicIp: string };
  isRunning(name: string): boolean;
  /** Of a machine that runs. */
  hostKeys(name: string): readonly HostKey[];
  /** An address of the outer network that nobody has had, as AWS's pool gives them. */
  newStaticIp(): string;
  /** From now on the machine has this address on the outer network, and not the one that it had. */
  attach(name: string, publicIp: string): void;
  /** What the outer network may reach of it, as `PutInstancePublicPorts` says it. */
  open(name: string, ports: readonly Json[]): void;
  delete(name: string): void;
}
