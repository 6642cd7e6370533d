import type { Sandbox } from '../../ports/sandbox.js';

const LOOK_EVERY_MS = 1000;
/** So many looks in a row at the limit of processes are no moment of much work. */
const TIMES = 3;
/**
 * Tests of a fair module have ended long before they have used so much processor time, an endless loop has not. Not a time by the clock:
 * on a busy host a fair module would pass it too, and have its pages starved, and be called broken for it.
 */
export const GIVE_WAY_CPU_MS = 30_000;

/**
 * Ends the sandbox that stays at its limit of processes, and then calls `onFull`: a family that grows is not killed one by one, for
 * each try to grow takes time from the host's other sandboxes, and inside there is no room for who kills. One that uses much
 * processor time gives way to others.
 */
export function watchLoad(sandbox: Sandbox, onFull: () => void): () => void {
  let inRow = 0;
  let cpuAtFirst: number | null = null;
  let givesWay = false;
  let isOver = false;
  const look = async (): Promise<void> => {
    const { isFullOfProcesses, cpuMs } = await sandbox.load();
    if (isOver) return;
    inRow = isFullOfProcesses ? inRow + 1 : 0;
    if (inRow === TIMES) {
      onFull();
      await sandbox.destroy();
      return;
    }
    cpuAtFirst ??= cpuMs;
    if (givesWay || cpuMs - cpuAtFirst < GIVE_WAY_CPU_MS) return;
    await sandbox.giveWay();
    givesWay = true;
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
