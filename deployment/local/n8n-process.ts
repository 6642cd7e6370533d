import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { lastLines } from './n8n-log.js';

/** Longer than N8N_GRACEFUL_SHUTDOWN_TIMEOUT, so that n8n ends by itself where it can. */
const STOP_MS = 15_000;

/**
 * One n8n main process in a process group of its own: its JavaScript runner dies with it, and Ctrl-C reaches it
 * only through `stop()`.
 */
export class N8nProcess {
  private constructor(private readonly child: ChildProcess, readonly logFile: string, private readonly pidFile: string) {}

  /** Starts n8n after ending one that an earlier, killed start left behind in the same user folder. */
  static async spawn(bin: string, userFolder: string, env: Record<string, string>): Promise<N8nProcess> {
    const pidFile = join(userFolder, 'n8n.pid');
    await endLeftover(pidFile, userFolder);
    const logFile = join(userFolder, 'n8n.log');
    const log = await open(logFile, 'a');
    try {
      const child = spawn(process.execPath, [bin, 'start'], { cwd: userFolder, env, detached: true, stdio: ['ignore', log.fd, log.fd] });
      await once(child, 'spawn');
      await writeFile(pidFile, String(child.pid));
      return new N8nProcess(child, logFile, pidFile);
    } finally {
      await log.close();
    }
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @throws Error with the log's last lines when n8n has ended. */
  async assertAlive(): Promise<void> {
    if (!this.ended) return;
    const how = this.child.signalCode ?? `exit code ${this.child.exitCode}`;
    throw new Error(`n8n ended while it was starting (${how}; log: ${this.logFile})\n${await lastLines(this.logFile, 20)}`);
  }

  /** Lets running executions end for a while, then ends it by force. Idempotent. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** SIGKILL, as a crash would: for tests of what survives one. Idempotent. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!this.ended) {
      const exit = once(this.child, 'exit');
      // SIGTERM to main alone: it ends its runner itself, after the executions that need it.
      signalTo(signal === 'SIGKILL' ? -this.pid : this.pid, signal);
      const inTime = await Promise.race([exit.then(() => true), sleep(STOP_MS, false, { ref: false })]);
      if (!inTime) {
        signalTo(-this.pid, 'SIGKILL');
        await exit;
      }
    }
    signalTo(-this.pid, 'SIGKILL');
    await rm(this.pidFile, { force: true });
  }
}

/** Only a process whose environment names this very user folder is ours: pids are used again. */
async function endLeftover(pidFile: string, userFolder: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!pid) return;
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  if (environment.split('\0').includes(`N8N_USER_FOLDER=${userFolder}`)) {
    signalTo(-pid, 'SIGKILL');
    while (signalTo(pid, 0)) await sleep(50);
  }
  await rm(pidFile, { force: true });
}

/** @returns false when there is no such process (group) any more. */
function signalTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
