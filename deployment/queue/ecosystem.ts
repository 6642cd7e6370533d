import { basename, dirname, join } from 'node:path';
import type { Process } from './processes.js';

export interface EcosystemOptions {
  /** Node's binary. */
  readonly node: string;
  /** A file for each process, `<name>.log`; null: to PM2's own output, where systemd's journal takes it. */
  readonly logFolder: string | null;
}

/** Milliseconds until SIGKILL: more than N8N_GRACEFUL_SHUTDOWN_TIMEOUT, so that n8n ends by itself where it can. */
const KILL_MS = 15_000;

/** What PM2 is told to run: every process once, started again whenever it ends, with growing pauses up to 15 s. */
export function ecosystem(processes: readonly Process[], { node, logFolder }: EcosystemOptions): string {
  const apps = processes.map(({ name, script, isBinary, args, cwd, env }) => {
    const log = logFolder === null ? '/dev/null' : join(logFolder, `${name}.log`);
    return {
      name, args, env,
      // PM2 takes a script with a blank in its path for a command line; it looks for a bare name in the folder that it starts in.
      ...(script.includes(' ') ? { script: basename(script), cwd: dirname(script) } : { script, cwd }),
      interpreter: isBinary === true ? 'none' : node,
      exec_mode: 'fork',
      // PM2 has Node read the map of each of n8n's thousands of files: a sixth of the processor time of its start.
      disable_source_map_support: true,
      out_file: log,
      error_file: log,
      kill_timeout: KILL_MS,
      exp_backoff_restart_delay: 200,
      // Its default is to give up after 16 short lives: a database that is away for an hour would be the end.
      max_restarts: 1_000_000,
    };
  });
  return `${JSON.stringify({ apps }, null, 2)}\n`;
}
