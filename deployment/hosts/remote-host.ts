import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pRetry from 'p-retry';
import { quote } from './quote.js';

/** How a host is reached, as whoever made it says. */
export interface HostAccess {
  readonly name: string;
  readonly address: string;
  readonly username: string;
  /** The host shows one of these or is not spoken to. */
  readonly hostKeys: readonly { readonly algorithm: string; readonly publicKey: string }[];
}

export type Input = string | Uint8Array | Readable;

/** What a command on a host came to when it failed. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';

  constructor(host: string, readonly code: number | null, readonly lastLines: readonly string[]) {
    super(`On ${host} a step failed (${code === null ? 'the connection was cut' : `exit code ${code}`}):\n${lastLines.map((line) => `    ${line}`).join('\n')}`);
  }
}

/** ssh's own exit code when it is ssh that failed. */
const NO_CONNECTION = 255;
const KEPT_LINES = 25;
/** A new machine answers on SSH some time after Lightsail says that it runs. */
const PATIENCE = { retries: 30, minTimeout: 500, maxTimeout: 5_000, factor: 1.5 };

/**
 * One host over the system's ssh, its key pinned: what is run there, runs as root. Scripts are arguments and everybody on the
 * host may see them; secrets go in by standard input.
 */
export class RemoteHost {
  private constructor(readonly name: string, private readonly target: string, private readonly options: readonly string[]) {}

  /** @param folder has the operator's `id_rsa`; the host's keys are written there */
  static async at(access: HostAccess, folder: string): Promise<RemoteHost> {
    if (access.hostKeys.length === 0) throw new Error(`Lightsail does not tell the SSH keys of ${access.name} yet, and without them nobody can say that it is ${access.name}. Run it again in a minute.`);
    await mkdir(join(folder, 'known_hosts'), { recursive: true, mode: 0o700 });
    const knownHosts = join(folder, 'known_hosts', access.name);
    await writeFile(knownHosts, access.hostKeys.map(({ algorithm, publicKey }) => `${access.name} ${algorithm} ${publicKey}\n`).join(''));
    return new RemoteHost(access.name, `${access.username}@${access.address}`, sshOptions(access.name, join(folder, 'id_rsa'), knownHosts));
  }

  /** The arguments of an `ssh` that has this terminal: a command as root, or a shell. */
  interactive(command: string | null): readonly string[] {
    return [...this.options, ...(command === null ? ['-t', this.target] : [this.target, `sudo -n ${command}`])];
  }

  /** Resolves when the host answers. */
  async untilAnswering(): Promise<void> {
    await pRetry(() => this.run('true'), { ...PATIENCE, shouldRetry: ({ error }) => error instanceof RemoteError && error.code === NO_CONNECTION });
  }

  /**
   * A shell script as root; what it says on standard output.
   *
   * @param options `output` takes standard output as bytes instead
   * @throws RemoteError with its last lines
   */
  async run(script: string, { input = '', output, onLine }: { readonly input?: Input; readonly output?: Writable; readonly onLine?: (line: string) => void } = {}): Promise<string> {
    const child = spawn('ssh', [...this.options, this.target, `sudo -n sh -euc ${quote(script)}`], { stdio: ['pipe', 'pipe', 'pipe'] });
    const last: string[] = [];
    const out: string[] = [];
    const read = async (stream: Readable, isOut: boolean): Promise<void> => {
      for await (const line of createInterface({ input: stream })) {
        if (isOut) out.push(line);
        onLine?.(line);
        last.push(line);
        if (last.length > KEPT_LINES) last.shift();
      }
    };
    // A command that does not read all of its input says itself what is wrong.
    const writing = pipeline(input instanceof Readable ? input : Readable.from([input]), child.stdin).catch(() => undefined);
    const [[code]] = await Promise.all([once(child, 'close') as Promise<[number | null]>, output === undefined ? read(child.stdout, true) : pipeline(child.stdout, output), read(child.stderr, false), writing]);
    if (code !== 0) throw new RemoteError(this.name, code, last);
    return out.join('\n');
  }
}

/** All is said here: the operator's own ssh_config plays no part. */
function sshOptions(name: string, identity: string, knownHosts: string): readonly string[] {
  const options = [
    'BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes', `HostKeyAlias=${name}`, `UserKnownHostsFile="${knownHosts}"`, 'GlobalKnownHostsFile=/dev/null',
    'ConnectTimeout=10', 'ServerAliveInterval=15', 'ServerAliveCountMax=8', 'LogLevel=ERROR', 'ForwardAgent=no', 'ClearAllForwardings=yes',
  ];
  return ['-F', 'none', '-i', identity, ...options.flatMap((option) => ['-o', option])];
}
