import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './n8n-log.js';

export interface GatewayProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** The gateway service (status, events, artifacts, UAT entry) as a process of its own, ready when it answers. */
export async function startGatewayProcess(root: string, stateDir: string, port: number, env: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const logFile = join(stateDir, 'gateway.log');
  const log = await open(logFile, 'a');
  const child = spawn(process.execPath, [join(root, 'dist/src/gateway/main.js')], { env: { ...process.env, ...env }, stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  const url = `http://127.0.0.1:${port}`;
  const end = Date.now() + 30_000;
  for (;;) {
    const answered = await fetch(`${url}/healthz`).then((response) => response.ok, () => false);
    if (answered) break;
    if (child.exitCode !== null || Date.now() > end) throw new Error(`The gateway did not start (log: ${logFile})\n${await lastLines(logFile, 20)}`);
    await sleep(100);
  }
  return {
    url,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
