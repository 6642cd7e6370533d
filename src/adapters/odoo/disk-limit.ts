import type { Sandbox } from '../../ports/sandbox.js';
import { databaseBytes } from './database.js';

/** A database of the template and a fair module take some 60 MB. */
const MAX_DATABASE_BYTES = 1024 * 1024 * 1024;
const LOOK_EVERY_MS = 3000;

/** Calls `onFull` when the databases have passed their limit; ends with the function that it returns. */
export function watchDisk(sandbox: Sandbox, onFull: () => void): () => void {
  const timer = setInterval(() => {
    databaseBytes(sandbox).then((bytes) => {
      if (bytes !== null && bytes > MAX_DATABASE_BYTES) onFull();
    }, () => undefined);
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Docker gives a volume no limit on common disks, so the size of the database is watched from outside while `work` runs;
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

const KILLED_FOR_DISK = { exitCode: null, timedOut: false, outOfDisk: true, records: [], log: '' } as const;
export type KilledForDisk = typeof KILLED_FOR_DISK;
