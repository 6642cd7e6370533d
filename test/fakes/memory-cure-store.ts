import type { Cure, CureStore } from '../../src/ports/cure-store.js';

/** Cures in memory. */
export class MemoryCureStore implements CureStore {
  readonly cures: { odooVersion: string; fingerprint: string; patch: string; times: number }[] = [];

  async remember(odooVersion: string, fingerprints: readonly string[], patch: string): Promise<void> {
    for (const fingerprint of new Set(fingerprints)) {
      const known = this.cures.find((each) => each.odooVersion === odooVersion && each.fingerprint === fingerprint && each.patch === patch);
      if (known === undefined) this.cures.push({ odooVersion, fingerprint, patch, times: 1 });
      else known.times += 1;
    }
  }

  async find(odooVersion: string, fingerprints: readonly string[], limit: number): Promise<readonly Cure[]> {
    return this.cures.filter((each) => each.odooVersion === odooVersion && fingerprints.includes(each.fingerprint)).toSorted((a, b) => b.times - a.times).slice(0, limit);
  }
}
