/** What stands, or is to stand, at Lightsail: data alone, the same on both sides of a plan. */

/** On all that can carry tags; its value is the project. */
export const OWNER_TAG = 'odoo-module-builder';
export const ROLE_TAG = 'role';

export type Role = 'n8n' | 'docker';

/** An opening of an instance's firewall at Lightsail; what is not listed is closed. */
export interface Opening {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'all';
  readonly from: number;
  readonly to: number;
  /** IPv4 networks, sorted. */
  readonly cidrs: readonly string[];
  /** IPv6 networks, sorted. */
  readonly ipv6Cidrs: readonly string[];
}

export interface Instance {
  readonly name: string;
  /** Null: it carries no tag of this project. */
  readonly role: Role | null;
  readonly blueprint: string;
  readonly bundle: string;
  readonly zone: string;
  /** As AWS says it: `pending`, `running`, `stopped`, `shutting-down` … */
  readonly state: string;
  readonly privateIp: string | null;
  readonly publicIp: string | null;
  readonly openings: readonly Opening[];
  /** UTC hour of its daily snapshot. */
  readonly snapshotHour: number | null;
}

export interface StaticIp {
  readonly name: string;
  readonly address: string;
  readonly attachedTo: string | null;
}

/** All of the region that concerns a project; names tell what has no tags. */
export interface Observed {
  /** Ours by tag, and whatever else has a name that begins like ours. */
  readonly instances: readonly Instance[];
  readonly staticIps: readonly StaticIp[];
  /** Names. */
  readonly keyPairs: readonly string[];
  /** Names of the project's own snapshots, automatic ones apart: those go with their instance. */
  readonly snapshots: readonly string[];
  /** Of the whole region, whoever made them: what AWS's quotas count. */
  readonly counted: { readonly instances: number; readonly staticIps: number };
}

/** What AWS sells, of what we may choose. */
export interface Catalogue {
  readonly blueprints: readonly { readonly id: string; readonly name: string }[];
  readonly bundles: readonly Bundle[];
}

export interface Bundle {
  readonly id: string;
  readonly memoryGb: number;
  readonly cpus: number;
  readonly diskGb: number;
  /** US dollars a month. */
  readonly price: number;
}

export interface DesiredInstance {
  readonly name: string;
  readonly role: Role;
  readonly blueprint: string;
  readonly bundle: Bundle;
  readonly zone: string;
  readonly keyPair: string;
  readonly snapshotHour: number | null;
  /** Null: not to be said before the n8n host has its private address. */
  readonly openings: readonly Opening[] | null;
}

export interface Desired {
  readonly project: string;
  readonly keyPair: { readonly name: string; readonly publicKey: string };
  readonly staticIp: { readonly name: string; readonly attachedTo: string };
  readonly instances: readonly DesiredInstance[];
}
