import type { Sandbox } from '../../ports/sandbox.js';
import { dataBytes, type DataBytes } from './database.js';
import { watchProcesses } from './process-limit.js';

/** Two databases of the template, a copy and a fair module take some 200 MB. */
const MAX_GROWTH_BYTES = 1024 * 1024 * 1024;
/** The disk has no share for each sandbox: who fills and empties a table without end slows all others. With every check the library example writes 12 MB, the vehicle workshop 16. */
const MAX_WRITTEN_BYTES = 4 * 1024 * 1024 * 1024;
const LOOK_EVERY_MS = 3000;
/** The tests of a fair module are over by then; an endless loop is not, and has the cores to itself only where nobody else wants them. */
export const GIVE_WAY_MS = 20_000;

/** Calls `onFull` when Postgres' data has grown, or been written, by more than the limit since the first look; ends with the function that it returns. */
export function watchDisk(sandbox: Sandbox, onFull: () => void): () => void {
  let atFirst: DataBytes | null = null;
  const look = (): void => {
    dataBytes(sandbox).then((bytes) => {
      if (bytes === null) return;
      atFirst ??= bytes;
      if (bytes.held - atFirst.held > MAX_GROWTH_BYTES || bytes.written - atFirst.written > MAX_WRITTEN_BYTES) onFull();
    }, () => undefined);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Docker gives a volume no limit on common disks, so what Postgres has on it is watched from outside while `work` runs;
 * past the limit its signal is aborted, and `work`'s exec ends as if it had been killed. So are the processes.
 */
export async function withOuterLimits<T extends { readonly outOfDisk: boolean }>(
  sandbox: Sandbox,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal, passedLimit: () => boolean) => Promise<T>,
): Promise<T | Killed> {
  const full = new AbortController();
  let outOfProcesses = false;
  const late = setTimeout(() => void sandbox.giveWay().catch(() => undefined), GIVE_WAY_MS);
  const unwatch = [
    watchDisk(sandbox, () => full.abort(new Error('the database passed its limit'))),
    watchProcesses(sandbox, () => {
      outOfProcesses = true;
    }),
  ];
  const killed = (): Killed => ({ ...KILLED, outOfProcesses, outOfDisk: !outOfProcesses });
  try {
    const done = await work(outer ? AbortSignal.any([outer, full.signal]) : full.signal, () => full.signal.aborted);
    // A busy engine ends the commands of a container long before it says that the container is gone: then they look as if they had ended by themselves.
    return outOfProcesses ? killed() : done;
  } catch (error) {
    if ((full.signal.aborted || outOfProcesses) && !outer?.aborted) return killed();
    throw error;
  } finally {
    clearTimeout(late);
    for (const end of unwatch) end();
  }
}

const KILLED = { exitCode: null, timedOut: false, records: [], log: '', logCut: false, counterproof: null } as const;
export type Killed = typeof KILLED & { readonly outOfDisk: boolean; readonly outOfProcesses: boolean };
