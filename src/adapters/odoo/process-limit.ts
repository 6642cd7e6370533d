import type { Sandbox } from '../../ports/sandbox.js';

const LOOK_EVERY_MS = 1000;
/** So many looks in a row at the limit are no moment of much work. */
const TIMES = 3;

/**
 * Ends the sandbox that stays at its limit of processes, and then calls `onFull`. A family that grows is not killed one
 * by one: each try to grow takes time from the host's other sandboxes, and inside there is no room for who kills.
 */
export function watchProcesses(sandbox: Sandbox, onFull: () => void): () => void {
  let inRow = 0;
  let isOver = false;
  const look = async (): Promise<void> => {
    inRow = (await sandbox.isFullOfProcesses()) ? inRow + 1 : 0;
    if (isOver || inRow !== TIMES) return;
    onFull();
    await sandbox.destroy();
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
