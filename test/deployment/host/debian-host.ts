import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { aptInstall } from '../../../deployment/local/apt.js';
import { withCacheLock } from '../../../deployment/local/cache.js';
import { onPath } from '../../../deployment/local/on-path.js';
import { createNetwork } from '../../support/network.js';

const run = promisify(execFile);
const MAKE_HOST = join(__dirname, 'make-host.sh');
export const SCRIPTS = resolve(__dirname, '../../../deployment/n8n/scripts');
export const CONFIGS = resolve(__dirname, '../../../deployment/n8n/configs');

/** What systemd, a nested dockerd and nftables need in a container; far from the walls of a sandbox, and for tests alone. */
const AS_A_MACHINE = [
  '--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE', '--security-opt', 'seccomp=unconfined', '--security-opt', 'systempaths=unconfined', '--security-opt', 'apparmor=unconfined', '--device-cgroup-rule', 'a *:* rwm', '--cgroupns=private',
  '--tmpfs', '/run:exec,mode=755', '--tmpfs', '/run/lock', '--tmpfs', '/tmp', '--volume', '/var/lib/docker', '--stop-signal', 'SIGRTMIN+3',
];

export interface Ran {
  readonly code: number;
  /** Standard output and error. */
  readonly out: string;
}

/** Debian machines with addresses of their own on a network of their own, booted by systemd; `end` leaves nothing of them. */
export class DebianHosts {
  private readonly names: string[] = [];

  private constructor(private readonly image: string, readonly network: string, /** The first three numbers of its addresses. */ private readonly subnet: string) {}

  static async start(name: string): Promise<DebianHosts> {
    const image = await ensureHostImage();
    const network = `omb-test-${name}-${process.pid}`;
    return new DebianHosts(image, network, await createNetwork(network));
  }

  address(number: number): string {
    return `${this.subnet}.${number}`;
  }

  /** Boots the machine with this last number of its address. */
  async boot(number: number, told: FirstBoot = {}): Promise<DebianHost> {
    const name = `${this.network}-${number}`;
    this.names.push(name);
    return bootMachine(name, this.image, ['--network', this.network, '--ip', this.address(number)], told);
  }

  async end(): Promise<void> {
    for (const name of this.names) await docker('rm', '--force', '--volumes', name);
    await docker('network', 'rm', this.network);
  }
}

export class DebianHost {
  constructor(private readonly name: string) {}

  /** A shell command as root. */
  async sh(command: string): Promise<Ran> {
    return run('docker', ['exec', this.name, 'sh', '-c', command], { maxBuffer: 16 * 2 ** 20 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
      (error: Error & { readonly code?: number; readonly stdout?: string; readonly stderr?: string }) => ({ code: error.code ?? -1, out: `${error.stdout ?? ''}${error.stderr ?? ''}` }),
    );
  }

  /** @throws Error with what it said, when the command fails */
  async must(command: string): Promise<string> {
    const { code, out } = await this.sh(command);
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${out}`);
    return out.trim();
  }

  async copy(file: string, to: string): Promise<void> {
    await docker('cp', file, `${this.name}:${to}`);
  }

  /** A reboot from inside ends the container: here it is switched on again. */
  async reboot(): Promise<void> {
    await docker('restart', this.name);
    await this.booted();
  }

  /** @throws Error with the failed units when it is not up within a minute, or not whole */
  async booted(): Promise<void> {
    for (let tries = 0; tries < 120; tries += 1) {
      // Waits itself, once there is a systemd to ask.
      const { out } = await this.sh('systemctl is-system-running --wait');
      if (out.trim() === 'running') return;
      if (out.trim() === 'degraded') throw new Error(`Booted with failed units:\n${(await this.sh('systemctl --failed')).out}`);
      await pause(500);
    }
    throw new Error('The host did not come up within a minute');
  }
}

/** What cloud-init does at a machine's first boot. */
export interface FirstBoot {
  /** For admin's `authorized_keys`. */
  readonly authorizedKey?: string;
  /** Run as root. */
  readonly userData?: string;
}

/** Boots a machine of this name with more of `docker create`'s arguments. */
export async function bootMachine(name: string, image: string, args: readonly string[], told: FirstBoot): Promise<DebianHost> {
  await docker('create', '--name', name, ...args, ...AS_A_MACHINE, image);
  const seed = await mkdtemp(join(tmpdir(), 'omb-seed-'));
  try {
    const folder = join(seed, 'var/lib/cloud/seed/nocloud');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'meta-data'), JSON.stringify({ 'instance-id': name, 'public-keys': told.authorizedKey === undefined ? [] : [told.authorizedKey] }));
    await writeFile(join(folder, 'user-data'), told.userData ?? '');
    await docker('cp', `${seed}/.`, `${name}:/`);
  } finally {
    await rm(seed, { recursive: true });
  }
  await docker('start', name);
  const host = new DebianHost(name);
  await host.booted();
  return host;
}

/** Of everything that a host of the product listens on. */
const PORTS = [22, 80, 443, 2376, 5432, 5677, 5678, 5679, 5680, 5690, 5691, 6379, 8080, 8501, 8443];

/** Which of the product's ports answer a stranger on that network. */
export async function openPorts(network: string, address: string): Promise<readonly number[]> {
  const probe = `for port in ${PORTS.join(' ')}; do (timeout 5 bash -c "</dev/tcp/${address}/$port" 2>/dev/null && echo $port) & done; wait`;
  const open = await docker('run', '--rm', '--network', network, await ensureHostImage(), 'bash', '-c', probe);
  return open.split('\n').filter((line) => line !== '').map(Number).toSorted((a, b) => a - b);
}

/** What a stranger on that network is answered: the status and the body. */
export async function strangersAnswer(network: string, url: string): Promise<string> {
  return docker('run', '--rm', '--network', network, await ensureHostImage(), 'curl', '--insecure', '--silent', '--show-error', '--max-time', '20', '--write-out', ' %{http_code}', url);
}

export async function docker(...args: readonly string[]): Promise<string> {
  return (await run('docker', [...args], { maxBuffer: 16 * 2 ** 20 })).stdout.trim();
}

/** Made once for each state of make-host.sh. */
export async function ensureHostImage(): Promise<string> {
  const tag = `omb-debian-host:${createHash('sha256').update(await readFile(MAKE_HOST)).digest('hex').slice(0, 12)}`;
  await withCacheLock('debian-host', async () => {
    const isThere = await docker('image', 'inspect', tag).then(() => true, () => false);
    if (isThere) return;
    if (!(await onPath('mmdebstrap'))) await aptInstall('mmdebstrap');
    // A session of its own: mmdebstrap, when it fails, ends all of its process group.
    await run('setsid', ['--wait', 'sh', MAKE_HOST, tag], { maxBuffer: 16 * 2 ** 20 });
  });
  return tag;
}
