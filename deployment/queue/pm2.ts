import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { withoutForeign } from '../local/n8n-env.js';
import { lastLines } from '../local/n8n-log.js';
import { ecosystem } from './ecosystem.js';
import type { Process } from './processes.js';

const run = promisify(execFile);

/** More than the `kill_timeout` of the processes, which are stopped one after the other but for the most part at once. */
const STOP_MS = 60_000;

/** Of this PM2, and of its processes: by it those of a killed run are found. */
const MARK = 'OMB_PM2_HOME';

export interface Pm2Options {
  /** PM2's folder: `bin/pm2-runtime` and `bin/pm2` are in it. */
  readonly pm2: string;
  /** PM2's state, the ecosystem with its secrets, and the logs. */
  readonly folder: string;
  readonly processes: readonly Process[];
}

/** The environment of every call of PM2: it looks for newer versions of itself unless told not to. */
export const pm2Environment = (home: string): Record<string, string> => ({ PM2_HOME: home, PM2_DISABLE_VERSION_CHECK: 'true', PM2_NO_INTERACTION: 'true' });

/** Processes under a PM2 that ends with us, as its systemd unit has it on a host. */
export class Pm2 {
  private constructor(private readonly child: ChildProcess, private readonly options: Pm2Options, private readonly env: NodeJS.ProcessEnv) {}

  /** Starts them all, after ending what an earlier, killed start has left behind in the same folder. */
  static async start(options: Pm2Options): Promise<Pm2> {
    const home = join(options.folder, 'pm2');
    const logFolder = join(options.folder, 'logs');
    for (const folder of [home, logFolder, ...options.processes.map(({ cwd }) => cwd)]) await mkdir(folder, { recursive: true });
    await endLeftovers(home);
    const file = ecosystemFile(options.folder);
    await writeFile(file, ecosystem(options.processes, { node: process.execPath, logFolder }), { mode: 0o600 });
    await chmod(file, 0o600);
    const env = { ...withoutForeign(process.env), ...pm2Environment(home), [MARK]: home };
    const log = await open(join(logFolder, 'pm2.log'), 'a');
    try {
      // A process group of its own: Ctrl-C reaches it only through `stop()`.
      const child = spawn(process.execPath, [join(options.pm2, 'bin/pm2-runtime'), 'start', file], { cwd: options.folder, env, detached: true, stdio: ['ignore', log.fd, log.fd] });
      await once(child, 'spawn');
      return new Pm2(child, options, env);
    } finally {
      await log.close();
    }
  }

  /** What PM2 was told, secrets included. */
  get ecosystemFile(): string {
    return ecosystemFile(this.options.folder);
  }

  /** Where the processes log. */
  logOf(name: string): string {
    return join(this.options.folder, 'logs', `${name}.log`);
  }

  /** Process ids by name, each the leader of a process group; those that do not run are left out. */
  async pids(): Promise<ReadonlyMap<string, number>> {
    const { stdout } = await run(process.execPath, [join(this.options.pm2, 'bin/pm2'), 'jlist'], { env: this.env, maxBuffer: 64 * 2 ** 20 });
    // It may say other things before the list.
    const list = JSON.parse(stdout.slice(stdout.indexOf('[{'))) as readonly { readonly name: string; readonly pid?: number }[];
    return new Map(list.flatMap(({ name, pid }) => (pid === undefined || pid === 0 ? [] : [[name, pid] as const])));
  }

  /** @throws Error with the log's last lines when PM2 has ended. */
  async assertAlive(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) return;
    throw new Error(`PM2 has ended (${this.child.signalCode ?? `exit code ${this.child.exitCode}`}; log: ${this.logOf('pm2')})\n${await lastLines(this.logOf('pm2'), 20)}`);
  }

  /** Lets running executions end for a while, then ends all by force. Idempotent. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const inTime = await Promise.race([exit.then(() => true), sleep(STOP_MS, false, { ref: false })]);
      if (!inTime) this.child.kill('SIGKILL');
      await exit;
    }
    await endLeftovers(join(this.options.folder, 'pm2'));
  }
}

const ecosystemFile = (folder: string): string => join(folder, 'ecosystem.json');

/** Only processes whose environment names this very PM2 are ours. */
async function endLeftovers(home: string): Promise<void> {
  for (;;) {
    const left = await marked(home);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
    await sleep(50);
  }
}

async function marked(home: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`${MARK}=${home}`)) found.push(Number(name));
  }
  return found;
}
