import { createHash } from 'node:crypto';
import type { Machines } from './machines.js';
import type { Json, LaggingRegion } from './region.js';

/** An error as Lightsail answers it: HTTP 400 with its name. */
export class Refusal extends Error {
  constructor(readonly type: string, message: string) {
    super(message);
  }
}

const BUNDLES: readonly Json[] = [
  bundle('small_3_0', 2, 2, 60, 12), bundle('medium_3_0', 4, 2, 80, 24), bundle('large_3_0', 8, 2, 160, 44), bundle('xlarge_3_0', 16, 4, 320, 84),
  bundle('large_ipv6_3_0', 8, 2, 160, 40), { ...bundle('large_win_3_0', 8, 2, 160, 30), supportedPlatforms: ['WINDOWS'] }, { ...bundle('large_1_0', 8, 2, 80, 20), isActive: false },
];

function bundle(bundleId: string, ramSizeInGb: number, cpuCount: number, diskSizeInGb: number, price: number): Json {
  return { bundleId, name: bundleId, ramSizeInGb, cpuCount, diskSizeInGb, price, isActive: true, supportedPlatforms: ['LINUX_UNIX'] };
}

const blueprint = (blueprintId: string, type = 'os'): Json => ({ blueprintId, name: blueprintId.replace(/_/g, '-'), type, isActive: true, platform: 'LINUX_UNIX' });
/** What Lightsail opens by itself. */
const DEFAULT_PORTS = [22, 80].map((port) => ({ fromPort: port, toPort: port, protocol: 'tcp', accessFrom: 'Anywhere (0.0.0.0/0 and ::/0)', accessType: 'Public', commonName: '', accessDirection: 'inbound', cidrs: ['0.0.0.0/0'], ipv6Cidrs: ['::/0'] }));
/** Items on a page, so that a deployment has several. */
const PAGE = 2;

/** Of a request that the model allows. */
export interface Input {
  readonly keyPairName: string;
  readonly publicKeyBase64: string;
  readonly userData?: string;
  readonly staticIpName: string;
  readonly instanceName: string;
  readonly instanceNames: readonly string[];
  readonly instanceSnapshotName: string;
  readonly resourceName: string;
  readonly availabilityZone: string;
  readonly blueprintId: string;
  readonly bundleId: string;
  readonly tags?: readonly Json[];
  readonly portInfos: readonly Json[];
  readonly addOnRequest: { readonly autoSnapshotAddOnRequest?: Json };
  readonly forceDeleteAddOns?: boolean;
  readonly includeInactive?: boolean;
  readonly pageToken?: string;
}
interface Where {
  readonly region: string;
  readonly blueprints: readonly string[];
  /** Null: an instance is its entry here and no more. */
  readonly machines: Machines | null;
}
type Handler = (input: Input, region: LaggingRegion, where: Where) => Json;

const NOW = 1_790_000_000;

/** One handler an operation; each returns the answer's body. */
export const ANSWERS: Readonly<Record<string, Handler>> = {
  GetBlueprints: (input, _region, { blueprints }) => page('blueprints', [...blueprints.map((id) => blueprint(id)), blueprint('wordpress', 'app')], input),
  GetBundles: (input) => page('bundles', BUNDLES.filter(({ isActive }) => isActive === true || input.includeInactive), input),
  GetInstances: (input, region) => page('instances', Object.values(region.readInstances().instances), input),
  GetStaticIps: (input, region) => page('staticIps', Object.values(region.read().staticIps), input),
  GetKeyPairs: (input, region) => page('keyPairs', Object.values(region.read().keyPairs), input),
  GetInstanceSnapshots: (input, region) => page('instanceSnapshots', Object.values(region.read().snapshots), input),
  GetKeyPair: ({ keyPairName }, region) => ({ keyPair: region.read().keyPairs[keyPairName] ?? absent('KeyPair', keyPairName) }),
  CreateKeyPair: ({ keyPairName, tags }, region) => {
    addKey(region, keyPairName, tags ?? []);
    return { keyPair: region.now.keyPairs[keyPairName], publicKeyBase64: 'c3No', privateKeyBase64: 'c3No', operation: operation('KeyPair', keyPairName) };
  },
  GetInstanceAccessDetails: ({ instanceName }, region, { machines }) => {
    const { publicIpAddress, username } = running(region, instanceName);
    const hostKeys = (machines?.hostKeys(instanceName) ?? []).map((key) => ({ ...key, witnessedAt: NOW }));
    return { accessDetails: { instanceName, protocol: 'ssh', ipAddress: publicIpAddress, username, hostKeys } };
  },
  ImportKeyPair: ({ keyPairName, publicKeyBase64 }, region) => {
    if (!/^ssh-(rsa|ed25519) [A-Za-z0-9+/=]+$/.test(publicKeyBase64)) throw new Refusal('InvalidInputException', 'Invalid key');
    addKey(region, keyPairName, undefined);
    region.importedKeys.set(keyPairName, publicKeyBase64);
    return { operation: operation('KeyPair', keyPairName) };
  },
  DeleteKeyPair: ({ keyPairName }, region) => {
    take(region, 'keyPairs', keyPairName, 'KeyPair');
    return { operation: operation('KeyPair', keyPairName) };
  },
  AllocateStaticIp: ({ staticIpName }, region, where) => {
    if (staticIpName in region.now.staticIps) throw new Refusal('InvalidInputException', `Some names are already in use: ${staticIpName}`);
    if (Object.keys(region.now.staticIps).length >= 5) throw new Refusal('OperationFailureException', 'You have reached the maximum number of static IPs');
    region.now.staticIps[staticIpName] = { name: staticIpName, resourceType: 'StaticIp', ipAddress: where.machines?.newStaticIp() ?? address('198.51.100', staticIpName), isAttached: false, createdAt: NOW, location: { availabilityZone: 'all', regionName: where.region } };
    return { operations: [operation('StaticIp', staticIpName)] };
  },
  AttachStaticIp: ({ staticIpName, instanceName }, region, { machines }) => {
    const ip = region.now.staticIps[staticIpName] ?? absent('StaticIp', staticIpName);
    const instance = running(region, instanceName);
    region.now.staticIps[staticIpName] = { ...ip, isAttached: true, attachedTo: instanceName };
    region.now.instances[instanceName] = { ...instance, isStaticIp: true, publicIpAddress: ip['ipAddress'] };
    machines?.attach(instanceName, String(ip['ipAddress']));
    return { operations: [operation('StaticIp', staticIpName)] };
  },
  ReleaseStaticIp: ({ staticIpName }, region) => {
    const gone = take(region, 'staticIps', staticIpName, 'StaticIp');
    if (gone['isAttached'] === true) throw new Refusal('OperationFailureException', `${staticIpName} is attached`);
    return { operations: [operation('StaticIp', staticIpName)] };
  },
  CreateInstances: ({ instanceNames, availabilityZone, blueprintId, bundleId, keyPairName, tags, userData }, region, where) => {
    const used = instanceNames.filter((name) => name in region.now.instances);
    if (used.length > 0) throw new Refusal('InvalidInputException', `Some names are already in use: ${used.join(', ')}`);
    if (!availabilityZone.startsWith(where.region)) throw new Refusal('InvalidInputException', 'CreateInstances must be in this region');
    if (!where.blueprints.includes(blueprintId)) throw new Refusal('InvalidInputException', 'Invalid blueprint');
    if (!BUNDLES.some((one) => one['bundleId'] === bundleId)) throw new Refusal('InvalidInputException', 'Invalid bundle');
    if (!(keyPairName in region.now.keyPairs)) throw new Refusal('NotFoundException', `The KeyPair does not exist: ${keyPairName}`);
    for (const name of instanceNames) {
      const addresses = where.machines?.create(name, region.importedKeys.get(keyPairName) ?? '', userData ?? '') ?? { privateIp: address('172.26.0', name), publicIp: address('203.0.113', name) };
      region.now.instances[name] = {
        name, resourceType: 'Instance', createdAt: NOW, location: { availabilityZone, regionName: where.region }, tags: tags ?? [], blueprintId, bundleId, addOns: [], isStaticIp: false,
        privateIpAddress: addresses.privateIp, publicIpAddress: addresses.publicIp, ipAddressType: 'dualstack', username: 'admin', sshKeyName: keyPairName,
        state: { code: 0, name: 'pending' }, networking: { ports: DEFAULT_PORTS },
      };
    }
    return { operations: instanceNames.map((name) => operation('Instance', name)) };
  },
  DeleteInstance: ({ instanceName, forceDeleteAddOns }, region, { machines }) => {
    const gone = take(region, 'instances', instanceName, 'Instance');
    if ((gone['addOns'] as readonly unknown[]).length > 0 && !forceDeleteAddOns) throw new Refusal('OperationFailureException', 'The instance has add-ons');
    machines?.delete(instanceName);
    for (const [name, ip] of Object.entries(region.now.staticIps)) {
      const { attachedTo, ...rest } = ip;
      if (attachedTo === instanceName) region.now.staticIps[name] = { ...rest, isAttached: false };
    }
    return { operations: [operation('Instance', instanceName)] };
  },
  DeleteInstanceSnapshot: ({ instanceSnapshotName }, region) => {
    take(region, 'snapshots', instanceSnapshotName, 'InstanceSnapshot');
    return { operations: [operation('InstanceSnapshot', instanceSnapshotName)] };
  },
  PutInstancePublicPorts: ({ instanceName, portInfos }, region, { machines }) => {
    const instance = running(region, instanceName);
    const ports = portInfos.map((port) => ({ ...port, accessFrom: 'Custom', accessType: 'Public', commonName: '', accessDirection: 'inbound' }));
    region.now.instances[instanceName] = { ...instance, networking: { ports } };
    machines?.open(instanceName, portInfos);
    return { operation: operation('Instance', instanceName) };
  },
  EnableAddOn: ({ resourceName, addOnRequest }, region) => {
    const instance = running(region, resourceName);
    region.now.instances[resourceName] = { ...instance, addOns: [{ name: 'AutoSnapshot', status: 'Enabled', ...addOnRequest.autoSnapshotAddOnRequest }] };
    return { operations: [operation('Instance', resourceName)] };
  },
};

/** Operations that only look. */
export const LOOKS = new Set(Object.keys(ANSWERS).filter((name) => name.startsWith('Get')));

function page(member: string, items: readonly Json[], { pageToken }: Input): Json {
  const start = Number(pageToken ?? 0);
  return { [member]: items.slice(start, start + PAGE), ...(start + PAGE < items.length ? { nextPageToken: String(start + PAGE) } : {}) };
}

function running(region: LaggingRegion, name: string): Json {
  const instance = region.now.instances[name] ?? absent('Instance', name);
  if ((instance['state'] as { readonly name: string }).name !== 'running') throw new Refusal('OperationFailureException', `${name} is not in a state for this`);
  return instance;
}

function addKey(region: LaggingRegion, name: string, tags: readonly Json[] | undefined): void {
  if (name in region.now.keyPairs) throw new Refusal('InvalidInputException', `Some names are already in use: ${name}`);
  region.now.keyPairs[name] = { name, resourceType: 'KeyPair', createdAt: NOW, fingerprint: 'aa:bb', ...(tags === undefined ? {} : { tags }) };
}

function take(region: LaggingRegion, kind: 'instances' | 'staticIps' | 'keyPairs' | 'snapshots', name: string, type: string): Json {
  const found = region.now[kind][name] ?? absent(type, name);
  delete region.now[kind][name];
  return found;
}

function absent(type: string, name: string): never {
  throw new Refusal('NotFoundException', `The ${type} does not exist: ${name}`);
}

const operation = (resourceType: string, resourceName: string): Json => ({ id: 'op', resourceName, resourceType, createdAt: NOW, isTerminal: false, status: 'Started' });

/** The same name has the same address, another another. */
const address = (network: string, name: string): string => `${network}.${2 + (createHash('sha256').update(name).digest()[0] ?? 0) % 250}`;
