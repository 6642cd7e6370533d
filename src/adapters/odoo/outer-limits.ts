import type { Sandbox } from '../../ports/sandbox.js';
import { watchDisk } from './disk-limit.js';
import { watchProcesses } from './process-limit.js';

/** The tests of a fair module are over by then; an endless loop is not, and leaves a core to its neighbours from then on. */
export const GIVE_WAY_MS = 20_000;

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
