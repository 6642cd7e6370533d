import { GetBlueprintsCommand, GetBundlesCommand } from '@aws-sdk/client-lightsail';
import { pages, type Send } from './api.js';
import type { Catalogue } from './deployment.js';

/** What the region sells now: systems, and Linux bundles with a public IPv4 address. */
export async function readCatalogue(send: Send): Promise<Catalogue> {
  const [blueprints, bundles] = await Promise.all([
    pages((pageToken) => send((client) => client.send(new GetBlueprintsCommand({ pageToken })))),
    pages((pageToken) => send((client) => client.send(new GetBundlesCommand({ pageToken })))),
  ]);
  return {
    blueprints: blueprints
      .flatMap((page) => page.blueprints ?? [])
      .filter(({ isActive, type }) => isActive !== false && type === 'os')
      .map(({ blueprintId = '', name = '' }) => ({ id: blueprintId, name })),
    bundles: bundles
      .flatMap((page) => page.bundles ?? [])
      // `publicIpv4AddressCount` is young: where it is not said, the id says it.
      .filter((bundle) => bundle.isActive !== false && bundle.supportedPlatforms?.includes('LINUX_UNIX') === true && bundle.publicIpv4AddressCount !== 0 && !/ipv6/.test(bundle.bundleId ?? ''))
      // Bundles that are for Lightsail for Research alone name what they are for.
      .filter(({ supportedAppCategories = [] }) => supportedAppCategories.length === 0)
      .map(({ bundleId = '', ramSizeInGb = 0, cpuCount = 0, diskSizeInGb = 0, price = 0 }) => ({ id: bundleId, memoryGb: ramSizeInGb, cpus: cpuCount, diskGb: diskSizeInGb, price })),
  };
}
