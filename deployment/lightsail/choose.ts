import type { Bundle, Catalogue } from './deployment.js';

/** Debian 13 has the PostgreSQL that n8n wants; the others get it from PGDG. */
const BLUEPRINTS = ['debian_13', 'debian_12', 'ubuntu_24_04'];

/** @throws Error when the region offers none that install-dependencies.sh knows */
export function chooseBlueprint({ blueprints }: Catalogue): string {
  const offered = new Set(blueprints.map(({ id }) => id));
  const chosen = BLUEPRINTS.find((id) => offered.has(id));
  if (chosen === undefined) throw new Error(`The region offers none of ${BLUEPRINTS.join(', ')}; choose another AWS_REGION.`);
  return chosen;
}

/**
 * The cheapest bundle with so much memory.
 *
 * @throws Error when there is none, with the largest that there is
 */
export function chooseBundle({ bundles }: Catalogue, memoryGb: number): Bundle {
  const [cheapest] = bundles.filter((bundle) => bundle.memoryGb >= memoryGb).toSorted((a, b) => a.price - b.price || b.memoryGb - a.memoryGb);
  if (cheapest !== undefined) return cheapest;
  throw new Error(`No bundle of this region has ${memoryGb} GB of memory; the largest has ${Math.max(0, ...bundles.map((bundle) => bundle.memoryGb))}.`);
}
