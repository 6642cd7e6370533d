import type { Opening } from './deployment.js';
import type { Change } from './diff.js';

/** A change in a line's words. */
export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'import-key':
      return `import the key ${change.name}`;
    case 'allocate-ip':
      return `take the static address ${change.name}`;
    case 'create-instance':
      return `make the instance ${change.name}`;
    case 'attach-ip':
      return `give ${change.name} to ${change.instance}`;
    case 'set-openings':
      return `set the firewall of ${change.name}`;
    case 'daily-snapshot':
      return `take a snapshot of ${change.name} each day at ${change.hour}:00 UTC`;
    case 'delete-instance':
      return `delete the instance ${change.name}`;
    case 'delete-snapshot':
      return `delete the snapshot ${change.name}`;
    case 'release-ip':
      return `give the static address ${change.name} back`;
    case 'delete-key':
      return `delete the key ${change.name}`;
  }
}

/** `22 from 203.0.113.7/32; 80 and 443 from anywhere`. */
export function sayOpenings(openings: readonly Opening[]): string {
  const bySource = new Map<string, string[]>();
  for (const { protocol, from, to, cidrs, ipv6Cidrs } of openings) {
    const sources = [...cidrs, ...ipv6Cidrs];
    const source = sources.includes('0.0.0.0/0') ? 'anywhere' : sources.join(', ') || 'nowhere';
    const port = `${from === to ? from : `${from}-${to}`}${protocol === 'tcp' ? '' : `/${protocol}`}`;
    bySource.set(source, [...(bySource.get(source) ?? []), port]);
  }
  return [...bySource].map(([source, ports]) => `${ports.join(' and ')} from ${source}`).join('; ') || 'closed';
}
