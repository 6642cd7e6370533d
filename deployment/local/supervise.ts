import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningN8n } from './n8n.js';

export interface SupervisedN8n {
  /** The one that runs now: its pid changes after a crash, its address does not. */
  current(): RunningN8n;
  stop(): Promise<void>;
}

/**
 * Starts n8n again when it dies, as PM2 does in a deployment. What it was working on comes back by the
 * sweeper, when the leases of the dead process have run out.
 */
export async function supervise(start: () => Promise<RunningN8n>, onRestart: (line: string) => void, pollMs = 500): Promise<SupervisedN8n> {
  let running = await start();
  const ending = new AbortController();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await sleep(pollMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted || alive(running.pid)) continue;
      onRestart(`n8n (process ${running.pid}) has ended; it is started again`);
      running = await start().catch(async (error: unknown) => {
        onRestart(`n8n did not start: ${error instanceof Error ? error.message : String(error)}`);
        await sleep(2000);
        return running;
      });
    }
  })();
  return {
    current: () => running,
    async stop() {
      ending.abort();
      await watching;
      await running.stop();
    },
  };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
