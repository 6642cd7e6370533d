import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { BuilderError } from '../../domain/errors.js';
import type { ModuleFile } from '../../domain/module-file.js';
import type { ExecRequest, ExecResult, LeaseCheck, Sandbox, SandboxLoad, SandboxProcess, SandboxUser, StartedCommand } from '../../ports/sandbox.js';
import { sandboxLost, statusOf, toDockerError } from './errors.js';
import { runExec, spawnExec, startExec } from './exec.js';
import { CORES_OF_WHO_GIVES_WAY, SANDBOX_PROFILE } from './profile.js';
import { packTar } from './tar.js';

const PUT_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 10_000;
/** A family that grows leaves gaps of this size while some of it are killed, and the engine's own hands are counted. */
const PROCESSES_OF_OURS = 32;
const NANOSECONDS_A_MILLISECOND = 1e6;
/** Exit code after SIGKILL. */
const KILLED = 137;
/** The kernel's count of killed processes, cgroup v2 then v1; files of the kernel, so nothing inside can forge them. */
const OOM_COUNT = "cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control 2>/dev/null | awk '$1 == \"oom_kill\" { n += $2 } END { print n + 0 }'";

/** One container, spoken to by `docker exec` only. */
export class DockerSandbox implements Sandbox {
  constructor(
    private readonly hostName: string,
    private readonly container: Docker.Container,
    readonly image: string,
    private readonly onDestroy: () => Promise<void>,
    private mayChange: LeaseCheck,
  ) {}

  get id(): string {
    return this.container.id;
  }

  heldUnder(lease: LeaseCheck): void {
    this.mayChange = lease;
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    await this.mayChange();
    return this.ended(request.command, request.signal, () => runExec(this.container, request));
  }

  async start(request: Pick<ExecRequest, 'command' | 'user' | 'env' | 'maxOutputBytes' | 'stopWhenFull'>): Promise<StartedCommand> {
    await this.mayChange();
    const { finish, ...command } = await this.guarded(`start ${request.command[0] ?? 'a command'} in a sandbox`, undefined, () => startExec(this.container, request));
    return { ...command, finish: (rest) => this.ended(request.command, rest.signal, () => finish(rest)) };
  }

  async spawn(request: Pick<ExecRequest, 'command' | 'user' | 'env'>): Promise<SandboxProcess> {
    await this.mayChange();
    return this.guarded(`start ${request.command[0] ?? 'a command'} in a sandbox`, undefined, () => spawnExec(this.container, request));
  }

  async putFiles(directory: string, files: readonly ModuleFile[], user: SandboxUser): Promise<void> {
    const command = ['sh', '-c', 'mkdir -p "$0" && exec tar -x -C "$0" -f -', directory];
    const result = await this.exec({ command, user, stdin: await packTar(files), timeoutMs: PUT_TIMEOUT_MS });
    if (result.exitCode === 0) return;
    // tar's words depend on whether the last block fits in part.
    if (/no space left|wrote only \d+ of/i.test(result.stderr)) throw new BuilderError('user', 'module_too_large', `The module's files do not fit into the sandbox's ${directory}, which has 64 MiB: leave out what is large, or split the module.`, { cause: result.stderr });
    throw new BuilderError('transient', 'docker_failed', `Files could not be put into the sandbox: ${result.stderr.trim() || `tar ended with ${result.exitCode ?? 'no exit code'}`}`);
  }

  /** By Docker's archive call would be simpler, but that cannot see into a tmpfs. */
  async getFile(path: string): Promise<Uint8Array> {
    return this.guarded(`read ${path} from a sandbox`, undefined, async () => {
      const split = path.lastIndexOf('/');
      const process = await spawnExec(this.container, { command: ['tar', '-c', '-C', path.slice(0, split) || '/', '-f', '-', path.slice(split + 1)], user: 'odoo' });
      process.stdin.end();
      process.stderr.resume();
      for await (const entry of process.stdout.pipe(extract())) {
        // A module may have put a link, a pipe or a folder where a file is looked for.
        if (entry.header.type !== 'file') break;
        const chunks: Buffer[] = [];
        for await (const chunk of entry) chunks.push(chunk as Buffer);
        return Buffer.concat(chunks);
      }
      throw new BuilderError('bug', 'file_missing', `There is no file ${path} in the sandbox.`);
    });
  }

  async outOfMemory(): Promise<boolean> {
    const result = await this.exec({ command: ['sh', '-c', OOM_COUNT], user: 'postgres', timeoutMs: PROBE_TIMEOUT_MS });
    return Number(result.stdout.trim()) > 0;
  }

  async load(): Promise<SandboxLoad> {
    return this.guarded('ask for the load of a sandbox', undefined, async () => {
      const { pids_stats: processes, cpu_stats: cpu } = (await this.container.stats({ stream: false, 'one-shot': true })) as { pids_stats?: { current?: number }; cpu_stats?: { cpu_usage?: { total_usage?: number } } };
      return { isFullOfProcesses: (processes?.current ?? 0) >= SANDBOX_PROFILE.PidsLimit - PROCESSES_OF_OURS, cpuMs: (cpu?.cpu_usage?.total_usage ?? 0) / NANOSECONDS_A_MILLISECOND };
    });
  }

  async giveWay(): Promise<void> {
    await this.mayChange();
    await this.guarded('give a sandbox a smaller share of the cores', undefined, () => this.container.update(CORES_OF_WHO_GIVES_WAY));
  }

  async destroy(): Promise<void> {
    await this.mayChange();
    await this.end();
  }

  /** `destroy` without the question. */
  async end(): Promise<void> {
    try {
      // Its directory first: what is left if this process dies between the two is a container, and the reaper finds those.
      await this.onDestroy().finally(() => removeContainer(this.container));
    } catch (error) {
      throw toDockerError(this.hostName, 'remove a sandbox', error);
    }
  }

  private async ended(command: readonly string[], signal: AbortSignal | undefined, run: () => Promise<ExecResult>): Promise<ExecResult> {
    return this.guarded(`run ${command[0] ?? 'a command'} in a sandbox`, signal, async () => {
      const result = await run();
      if (result.exitCode !== 0 && !result.timedOut) await this.assertAlive(result.exitCode);
      return result;
    });
  }

  /**
   * A container that goes takes its commands along, and their exit codes look like the commands' own.
   * The engine writes down the end of a killed command before that of its container: hence the second look.
   */
  private async assertAlive(exitCode: number | null): Promise<void> {
    const looks = exitCode === null || exitCode === KILLED ? [0, 500, 500] : [0];
    for (const delay of looks) {
      await sleep(delay);
      const { State } = await this.container.inspect();
      if (State.Status !== 'running') throw sandboxLost(this.id);
    }
  }

  private async guarded<T>(doing: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const status = statusOf(error);
      if (status === 404 || status === 409) throw sandboxLost(this.id, error);
      throw toDockerError(this.hostName, doing, error);
    }
  }
}

/** The container and its anonymous volumes; resolves when they are gone, also if somebody else is removing them. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return;
    if (status !== 409) throw error;
    await container.wait({ condition: 'removed' }).catch((waiting: unknown) => {
      if (statusOf(waiting) !== 404) throw waiting;
    });
  }
}
