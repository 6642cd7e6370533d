import type { Sandbox } from '../../ports/sandbox.js';
import { dataBytes } from './database.js';

/** Two databases of the template, a copy and a fair module take some 200 MB. */
const MAX_GROWTH_BYTES = 1024 * 1024 * 1024;
const LOOK_EVERY_MS = 3000;

/** Calls `onFull` when Postgres' data has grown by more than the limit since the first look; ends with the function that it returns. */
export function watchDisk(sandbox: Sandbox, onFull: () => void): () => void {
  let atFirst: number | null = null;
  const look = (): void => {
    dataBytes(sandbox).then((bytes) => {
      if (bytes === null) return;
      atFirst ??= bytes;
      if (bytes - atFirst > MAX_GROWTH_BYTES) onFull();
    }, () => undefined);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Docker gives a volume no limit on common disks, so what Postgres has on it is watched from outside while `work` runs;
 * past the limit its signal is aborted, and `work`'s exec ends as if it had been killed.
 */
export async function withDiskLimit<T extends { readonly outOfDisk: boolean }>(
  sandbox: Sandbox,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal, passedLimit: () => boolean) => Promise<T>,
): Promise<T | KilledForDisk> {
  const full = new AbortController();
  const unwatch = watchDisk(sandbox, () => full.abort(new Error('the database passed its limit')));
  try {
    return await work(outer ? AbortSignal.any([outer, full.signal]) : full.signal, () => full.signal.aborted);
  } catch (error) {
    if (full.signal.aborted && !outer?.aborted) return KILLED_FOR_DISK;
    throw error;
  } finally {
    unwatch();
  }
}

const KILLED_FOR_DISK = { exitCode: null, timedOut: false, outOfDisk: true, records: [], log: '', logCut: false, counterproof: null } as const;
export type KilledForDisk = typeof KILLED_FOR_DISK;
