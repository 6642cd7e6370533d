import type { Sandbox } from '../../ports/sandbox.js';
import { watchDisk } from './disk-limit.js';
import { watchLoad } from './load-limits.js';

/**
 * Docker gives a volume no limit on common disks, so what Postgres has on it is watched from outside while `work` runs;
 * past the limit its signal is aborted, and `work`'s exec ends as if it had been killed. So is the load that it makes.
 */
export async function withOuterLimits<T extends { readonly outOfDisk: boolean }>(
  sandbox: Sandbox,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal, passedLimit: () => boolean) => Promise<T>,
): Promise<T | Killed> {
  const full = new AbortController();
  let outOfProcesses = false;
  const unwatch = [
    watchDisk(sandbox, () => full.abort(new Error('the database passed its limit'))),
    watchLoad(sandbox, () => {
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
    for (const end of unwatch) end();
  }
}

const KILLED = { exitCode: null, timedOut: false, records: [], log: '', logCut: false, counterproof: null } as const;
export type Killed = typeof KILLED & { readonly outOfDisk: boolean; readonly outOfProcesses: boolean };
