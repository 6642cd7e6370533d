import type { Digest } from './session.js';

/** How far a module came in its test: what is compared to keep the best. */
export interface Score {
  readonly installs: boolean;
  /** Criteria that hold. */
  readonly green: number;
  readonly warnings: number;
  /** Digest of the fingerprints of all that was wrong; null when it is not to be compared. */
  readonly failures: string | null;
}

/** A module that was tested, with its verdict. */
export interface Checkpoint extends Score {
  readonly module: Digest;
  readonly report: Digest;
}

/** Above 0 when `a` came further: it installs, more criteria hold, fewer warnings; in this order. */
export function compareScores(a: Score, b: Score): number {
  return Number(a.installs) - Number(b.installs) || a.green - b.green || b.warnings - a.warnings;
}

/** The one that came furthest; the earliest of equals. Null when none was tested. */
export function bestOf(tried: readonly Checkpoint[]): Checkpoint | null {
  return tried.reduce<Checkpoint | null>((best, each) => (best === null || compareScores(each, best) > 0 ? each : best), null);
}

/** Rounds without a better result after which a repair counts as stuck. */
const ROUNDS_WITHOUT_PROGRESS = 2;

/** True when the last repair left the very same errors, or the last rounds came no further than the one before them. */
export function isStuck(tried: readonly Checkpoint[]): boolean {
  const last = tried.at(-1);
  if (last === undefined) return false;
  if (last.failures !== null && tried.slice(0, -1).some(({ failures }) => failures === last.failures)) return true;
  const before = bestOf(tried.slice(0, -ROUNDS_WITHOUT_PROGRESS));
  return before !== null && tried.slice(-ROUNDS_WITHOUT_PROGRESS).every((each) => compareScores(each, before) <= 0);
}
