import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cacheFolder } from './cache.js';
import { lastLines } from './n8n-log.js';
import { onPath } from './on-path.js';
import { projectRoot } from './project-root.js';

const run = promisify(execFile);

/** dockerd writes its pid here itself; a later run finds the daemon by its socket. */
const PID_FILE = '/var/run/docker.pid';
/** A first start makes its folders and networks: 2 to 5 s on 2 cores. */
const START_MS = 60_000;

/**
 * Debian's engine and command line, where one of them is missing, by the script that puts them onto hosts too.
 *
 * @throws Error with the script's last lines
 */
export async function installDocker(onProgress?: (line: string) => void): Promise<void> {
  if ((await onPath('dockerd')) && (await onPath('docker'))) return;
  if (!(await onPath('apt-get'))) throw new Error('There is no apt-get to install it with.');
  onProgress?.('Docker: installing docker.io');
  await run('sh', [join(projectRoot(), 'deployment/n8n/scripts/install-dependencies.sh'), '--role', 'local'], { maxBuffer: 64 * 2 ** 20 });
}

/**
 * Starts the daemon by systemd where it is the init, else by hand; it stays when we end, for the next run.
 *
 * @throws Error with the last lines of the daemon's log
 */
export async function startDockerd(answers: () => Promise<boolean>, onProgress?: (line: string) => void): Promise<void> {
  onProgress?.('Docker: starting');
  if (await exists('/run/systemd/system')) {
    await run('systemctl', ['start', 'docker']);
    if (await until(answers, () => true)) return;
    throw new Error('systemctl started docker, but it does not answer (journalctl -u docker).');
  }
  if (await spawnDockerd(answers)) return;
  const log = await lastLines(logFile(), 15);
  // Kernels without nf_tables: Debian's default iptables does not work on them, the older one does.
  if (/iptables|nf_tables/i.test(log) && (await exists('/usr/sbin/iptables-legacy'))) {
    await run('update-alternatives', ['--set', 'iptables', '/usr/sbin/iptables-legacy']);
    if (await spawnDockerd(answers)) return;
  }
  throw new Error(`dockerd ended or does not answer (log: ${logFile()})\n${await lastLines(logFile(), 15)}`);
}

/**
 * Tells ext4 that what lies in the folder's folders has nothing in common (chattr(1), attribute T): volumes do not. One without a
 * journal looks at each inode that was freed lately before it gives one away, so that a sandbox whose volume lay where others had
 * just gone cost three times as much (docs/decisions/0018). Other file systems know no such mark, and nothing depends on it.
 */
export async function spreadApart(folder: string): Promise<void> {
  await run('chattr', ['+T', folder]).catch(() => undefined);
}

async function spawnDockerd(answers: () => Promise<boolean>): Promise<boolean> {
  await removeStalePid();
  await mkdir(join(cacheFolder(), 'logs'), { recursive: true });
  const log = await open(logFile(), 'a');
  try {
    const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', log.fd, log.fd] });
    await once(child, 'spawn');
    child.unref();
    return await until(answers, () => child.exitCode === null && child.signalCode === null);
  } finally {
    await log.close();
  }
}

/** A pid file of a daemon that was killed keeps a new one from starting when its number is in use again. */
async function removeStalePid(): Promise<void> {
  const pid = (await readFile(PID_FILE, 'utf8').catch(() => '')).trim();
  if (pid === '') return;
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
  if (name !== 'dockerd') await rm(PID_FILE, { force: true });
}

async function until(answers: () => Promise<boolean>, alive: () => boolean): Promise<boolean> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && alive()) {
    if (await answers()) return true;
    await sleep(200);
  }
  return false;
}

function logFile(): string {
  return join(cacheFolder(), 'logs', 'dockerd.log');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
