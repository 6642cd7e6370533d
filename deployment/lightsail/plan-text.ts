import type { DeploymentConf } from './deployment-conf.js';
import type { Bundle, Catalogue, Desired, Observed } from './deployment.js';
import { ours, type Change, type Difference } from './diff.js';
import { namesText } from './names-text.js';
import { sayOpenings } from './say-change.js';
import { textTable } from './text-table.js';

/** What AWS gives an account in a region before it is asked for more; Lightsail has no call that tells them. */
const QUOTA = { instances: 20, staticIps: 5 };

export interface Plan {
  readonly conf: DeploymentConf;
  readonly desired: Desired;
  readonly observed: Observed;
  readonly catalogue: Catalogue;
  readonly difference: Difference;
}

/** The plan as an operator reads it: what changes, what it costs, what the quota leaves. */
export function planText(plan: Plan): string {
  const { conf, difference: { steps, notes } } = plan;
  const rows = steps.map(({ change }) => [mark(change), change.name, becomes(change, plan)]);
  return [
    `${conf.project} in ${conf.region}`,
    steps.length === 0 ? '\n  All is as it should be: nothing to make, nothing to change.' : `\n${textTable(['', 'what', 'becomes'], rows)}`,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `  note: ${note}`)]),
    '',
    `  names    ${namesText(conf)}`,
    `  cost     ${cost(plan)}`,
    `  quota    ${quota(plan)}`,
  ].join('\n');
}

const mark = ({ kind }: Change): string => (kind === 'attach-ip' || kind === 'set-openings' || kind === 'daily-snapshot' ? '~' : '+');

function becomes(change: Change, { desired }: Plan): string {
  switch (change.kind) {
    case 'import-key':
      return 'SSH key, its public half from this machine';
    case 'allocate-ip':
      return 'static address';
    case 'create-instance':
      return `${change.instance.role === 'n8n' ? 'n8n host' : 'Docker host'}, ${change.instance.blueprint}, ${sayBundle(change.instance.bundle)}, ${change.instance.zone}`;
    case 'attach-ip':
      return `address of ${change.instance}`;
    case 'set-openings':
      return `firewall: ${change.openings === null ? `SSH from the operator, Docker from ${desired.staticIp.attachedTo}` : sayOpenings(change.openings)}`;
    case 'daily-snapshot':
      return `a snapshot each day at ${change.hour}:00 UTC`;
    default:
      return 'nothing';
  }
}

const sayBundle = ({ id, memoryGb, cpus, diskGb, price }: Bundle): string => `${id} (${memoryGb} GB, ${cpus} CPU, ${diskGb} GB disk) at ${dollars(price)}`;

const dollars = (price: number): string => `$${price.toFixed(2)}`;

function cost({ observed, difference, catalogue }: Plan): string {
  const now = monthlyCost(observed, catalogue);
  const made = difference.steps.reduce((sum, { change }) => sum + (change.kind === 'create-instance' ? change.instance.bundle.price : 0), 0);
  const after = `${dollars(now.known + made)} a month`;
  const unknown = now.unpriced.length === 0 ? '' : `; without ${now.unpriced.join(', ')}, whose size is no longer sold`;
  return `${made === 0 ? after : `${after}, now ${dollars(now.known)}`} (list prices of the instances; snapshots and traffic beyond the bundles come on top)${unknown}`;
}

/** US dollars of the instances that stand, and the names of those whose bundle has no price any more. */
export function monthlyCost(observed: Observed, { bundles }: Catalogue): { readonly known: number; readonly unpriced: readonly string[] } {
  const prices = new Map(bundles.map(({ id, price }) => [id, price]));
  const instances = ours(observed);
  return {
    known: instances.reduce((sum, { bundle }) => sum + (prices.get(bundle) ?? 0), 0),
    unpriced: instances.filter(({ bundle }) => !prices.has(bundle)).map(({ name }) => name),
  };
}

function quota({ observed: { counted }, difference: { steps } }: Plan): string {
  const adds = (kind: Change['kind']): number => steps.filter(({ change }) => change.kind === kind).length;
  const line = (is: number, more: number, most: number, what: string): string => `${is + more} of ${most} ${what}${is + more > most ? ' (more than AWS gives unasked: have it raised first)' : ''}`;
  return `${line(counted.instances, adds('create-instance'), QUOTA.instances, 'instances')}, ${line(counted.staticIps, adds('allocate-ip'), QUOTA.staticIps, 'static addresses')} (of the whole region; AWS's defaults)`;
}
