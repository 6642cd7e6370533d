import {
  GetInstanceSnapshotsCommand, GetInstancesCommand, GetKeyPairsCommand, GetStaticIpsCommand,
  type Instance as AwsInstance, type InstancePortInfo, type Tag,
} from '@aws-sdk/client-lightsail';
import { pages, type Send } from './api.js';
import { OWNER_TAG, ROLE_TAG, type Instance, type Observed, type Opening, type Role } from './deployment.js';

/** Looks at the region; changes nothing. */
export async function observe(send: Send, project: string): Promise<Observed> {
  const [instances, ips, keys, snapshots] = await Promise.all([
    pages((pageToken) => send((client) => client.send(new GetInstancesCommand({ pageToken })))),
    pages((pageToken) => send((client) => client.send(new GetStaticIpsCommand({ pageToken })))),
    pages((pageToken) => send((client) => client.send(new GetKeyPairsCommand({ pageToken })))),
    pages((pageToken) => send((client) => client.send(new GetInstanceSnapshotsCommand({ pageToken })))),
  ]);
  const allInstances = instances.flatMap((page) => page.instances ?? []);
  const allIps = ips.flatMap(({ staticIps = [] }) => staticIps);
  const mine = (name = ''): boolean => name.startsWith(`${project}-`);
  return {
    instances: allInstances.map((instance) => instanceOf(instance, project)).filter(({ name, role }) => role !== null || mine(name)),
    staticIps: allIps.filter(({ name }) => mine(name)).map(({ name = '', ipAddress = '', isAttached, attachedTo }) => ({ name, address: ipAddress, attachedTo: isAttached === true ? (attachedTo ?? null) : null })),
    // The lock is a key pair too (lock.ts), and nobody's host uses it.
    keyPairs: keys.flatMap(({ keyPairs = [] }) => keyPairs.map(({ name = '' }) => name)).filter((name) => mine(name) && name !== lockName(project)),
    snapshots: snapshots.flatMap(({ instanceSnapshots = [] }) => instanceSnapshots).filter(({ tags, isFromAutoSnapshot }) => tagged(tags, project) && isFromAutoSnapshot !== true).map(({ name = '' }) => name),
    counted: { instances: allInstances.length, staticIps: allIps.length },
  };
}

/** Of the key pair that stands for the remote lock. */
export const lockName = (project: string): string => `${project}-lock`;

function instanceOf(instance: AwsInstance, project: string): Instance {
  const snapshots = instance.addOns?.find(({ name, status }) => name === 'AutoSnapshot' && status !== 'Disabled' && status !== 'Disabling');
  return {
    name: instance.name ?? '',
    role: roleOf(instance.tags, project),
    blueprint: instance.blueprintId ?? '',
    bundle: instance.bundleId ?? '',
    zone: instance.location?.availabilityZone ?? '',
    state: instance.state?.name ?? 'unknown',
    privateIp: instance.privateIpAddress ?? null,
    publicIp: instance.publicIpAddress ?? null,
    openings: (instance.networking?.ports ?? []).map(openingOf),
    snapshotHour: snapshots?.snapshotTimeOfDay === undefined ? null : Number(snapshots.snapshotTimeOfDay.slice(0, 2)),
  };
}

const openingOf = (port: InstancePortInfo): Opening => ({
  protocol: port.protocol ?? 'all',
  from: port.fromPort ?? 0,
  to: port.toPort ?? 0,
  cidrs: (port.cidrs ?? []).toSorted(),
  ipv6Cidrs: (port.ipv6Cidrs ?? []).toSorted(),
});

const tagged = (tags: readonly Tag[] | undefined, project: string): boolean => tags?.some(({ key, value }) => key === OWNER_TAG && value === project) ?? false;

function roleOf(tags: readonly Tag[] | undefined, project: string): Role | null {
  if (!tagged(tags, project)) return null;
  return tags?.find(({ key }) => key === ROLE_TAG)?.value === 'n8n' ? 'n8n' : 'docker';
}
