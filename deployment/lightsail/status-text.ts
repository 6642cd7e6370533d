import type { Catalogue, Observed } from './deployment.js';
import { ours } from './diff.js';
import type { Held } from './lock.js';
import { monthlyCost } from './plan-text.js';
import { sayOpenings } from './say-change.js';
import { textTable } from './text-table.js';

/** What stands, as an operator reads it. */
export function statusText(project: string, observed: Observed, catalogue: Catalogue, held: Held | null): string {
  const rows = ours(observed).toSorted((a, b) => b.role.localeCompare(a.role) || a.name.localeCompare(b.name))
    .map(({ name, role, state, publicIp, privateIp, bundle, openings }) => [name, role, state, publicIp ?? '-', privateIp ?? '-', bundle, sayOpenings(openings)]);
  return [
    rows.length === 0 ? `${project}: nothing stands.` : `${textTable(['instance', 'role', 'state', 'public', 'private', 'size', 'open'], rows)}`,
    ...(rows.length === 0 ? [] : ['', `  $${monthlyCost(observed, catalogue).known.toFixed(2)} a month (list prices of the instances)`]),
    ...(held === null ? [] : [`  locked by ${held.who} (process ${held.pid}) since ${held.since}: ${held.why}`]),
  ].join('\n');
}
