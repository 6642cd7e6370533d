import type { SandboxHost, SandboxPurpose } from './sandbox.js';

/** Where a Docker host is. What proves who asks (certificates, a key) is no part of it: that stays in the credential. */
export type HostEndpoint =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number }
  | { readonly kind: 'ssh'; readonly host: string; readonly port: number; readonly username: string; /** sha256 fingerprint of the host's key */ readonly hostKey: string };

/** A Docker host that an operator has added to the pool. */
export interface RegisteredHost {
  /** Unique in the installation, e.g. `docker-2`. */
  readonly name: string;
  readonly endpoint: HostEndpoint;
  /** For the operator's own order, e.g. `zone-a`; nothing here reads them. */
  readonly labels: readonly string[];
  /** Sandboxes at once by purpose; null: as the configuration says for each host. */
  readonly slots: Readonly<Record<SandboxPurpose, number>> | null;
}

/** The hosts that operators have added, for all processes of an installation. */
export interface HostRegistry {
  /** Without those that were removed. */
  list(): Promise<readonly RegisteredHost[]>;
  /** Adds a host, or changes one that is there; a removed or draining one is ready again. */
  put(host: RegisteredHost): Promise<void>;
  /** No new sandbox from now on; what still runs at `until` is ended by the reaper. False when there is no such host. */
  drain(name: string, until: Date): Promise<boolean>;
  /** False when it is not draining. */
  resume(name: string): Promise<boolean>;
  /** Live leases on it: how many, and until when the last one holds at most. */
  leases(name: string): Promise<{ readonly count: number; readonly until: Date | null }>;
  /** Takes it out of the pool and gives up its leases. False when it was not in it. */
  remove(name: string): Promise<boolean>;
}

/** The registry as one process sees it. */
export interface RegisteredHosts {
  readonly registry: HostRegistry;
  /** Name of the host that the process's own credential leads to. It is in the pool without being registered. */
  readonly own: string;
  /** Null when the credential is for another kind of way than the host's. */
  reach(host: RegisteredHost): SandboxHost | null;
}
