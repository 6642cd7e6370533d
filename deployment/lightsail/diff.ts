import { isDeepStrictEqual } from 'node:util';
import type { Desired, DesiredInstance, Instance, Observed, Opening, Role } from './deployment.js';

/** One change at Lightsail. */
export type Change =
  | { readonly kind: 'import-key'; readonly name: string; readonly publicKey: string }
  | { readonly kind: 'allocate-ip'; readonly name: string }
  | { readonly kind: 'create-instance'; readonly name: string; readonly instance: DesiredInstance }
  | { readonly kind: 'attach-ip'; readonly name: string; readonly instance: string }
  | { readonly kind: 'set-openings'; readonly name: string; readonly openings: readonly Opening[] | null }
  | { readonly kind: 'daily-snapshot'; readonly name: string; readonly hour: number }
  | { readonly kind: 'delete-instance' | 'delete-snapshot' | 'release-ip' | 'delete-key'; readonly name: string };

export interface Step {
  readonly change: Change;
  /** What it waits for, in words; null: it can be done now. */
  readonly after: string | null;
}

export interface Difference {
  readonly steps: readonly Step[];
  /** What differs and is left as it is, and why. */
  readonly notes: readonly string[];
}

/**
 * What turns what stands into what is to stand, in an order that works. Nothing in it deletes or makes anew: an instance
 * that stands stays, whatever the configuration says of its size.
 *
 * @throws Error when an instance has a name of ours and not our tag
 */
export function difference(desired: Desired, observed: Observed): Difference {
  const steps: Step[] = [];
  const notes: string[] = [];
  const add = (change: Change, after: string | null = null): void => void steps.push({ change, after });

  const keyIsThere = observed.keyPairs.includes(desired.keyPair.name);
  if (!keyIsThere) add({ kind: 'import-key', ...desired.keyPair });
  const ip = observed.staticIps.find(({ name }) => name === desired.staticIp.name);
  if (ip === undefined) add({ kind: 'allocate-ip', name: desired.staticIp.name });

  const standing = new Map(observed.instances.map((instance) => [instance.name, instance]));
  for (const wanted of desired.instances) {
    const found = standing.get(wanted.name);
    if (found === undefined) add({ kind: 'create-instance', name: wanted.name, instance: wanted }, keyIsThere ? null : 'its key pair is there');
    else if (found.role !== wanted.role) throw new Error(`${wanted.name} is there and does not carry this project's tags: somebody else made it. Rename it, or choose another PROJECT.`);
    else notes.push(...kept(wanted, found));
  }
  for (const wanted of desired.instances) {
    const found = standing.get(wanted.name);
    const unready = found === undefined ? `${wanted.name} is there` : found.state === 'running' ? null : `${wanted.name} runs (it is ${found.state})`;
    if (wanted.name === desired.staticIp.attachedTo && ip?.attachedTo !== wanted.name) {
      add({ kind: 'attach-ip', name: desired.staticIp.name, instance: wanted.name }, ip === undefined ? 'the address is there' : unready);
    }
    if (wanted.openings === null || found === undefined || !isDeepStrictEqual(sorted(found.openings), sorted(wanted.openings))) {
      add({ kind: 'set-openings', name: wanted.name, openings: wanted.openings }, unready ?? (wanted.openings === null ? 'the n8n host has its private address' : null));
    }
    if (wanted.snapshotHour !== null && found?.snapshotHour !== wanted.snapshotHour) add({ kind: 'daily-snapshot', name: wanted.name, hour: wanted.snapshotHour }, unready);
  }
  return { steps, notes };
}

function kept(wanted: DesiredInstance, found: Instance): string[] {
  const notes: string[] = [];
  if (found.bundle !== wanted.bundle.id) notes.push(`${found.name} keeps its size ${found.bundle}; the configuration says ${wanted.bundle.id}. An instance is never made anew by itself${wanted.role === 'docker' ? ': add-host, then remove-host' : ''}.`);
  if (found.blueprint !== wanted.blueprint) notes.push(`${found.name} keeps its system ${found.blueprint}; new ones get ${wanted.blueprint}.`);
  if (wanted.snapshotHour === null && found.snapshotHour !== null) notes.push(`${found.name} keeps its daily snapshot at ${found.snapshotHour}:00 UTC; end it at Lightsail if it is not wanted.`);
  return notes;
}

/** All that is the project's, away; the lock is not among it, it is given back last. */
export function differenceToNothing(observed: Observed): readonly Step[] {
  const instances = ours(observed);
  const waits = instances.length === 0 ? null : 'its instances are gone';
  return [
    ...instances.map(({ name, state }): Step => ({ change: { kind: 'delete-instance', name }, after: state === 'pending' ? 'it is made' : null })),
    ...observed.snapshots.map((name): Step => ({ change: { kind: 'delete-snapshot', name }, after: null })),
    ...observed.staticIps.map(({ name }): Step => ({ change: { kind: 'release-ip', name }, after: waits })),
    ...observed.keyPairs.map((name): Step => ({ change: { kind: 'delete-key', name }, after: waits })),
  ];
}

/** The instances that carry the project's tag. */
export function ours(observed: Observed): readonly (Instance & { readonly role: Role })[] {
  return observed.instances.filter((instance): instance is Instance & { readonly role: Role } => instance.role !== null);
}

const sorted = (openings: readonly Opening[]): readonly Opening[] => openings.toSorted((a, b) => a.from - b.from || a.protocol.localeCompare(b.protocol));
