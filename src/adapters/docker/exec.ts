import { randomBytes } from 'node:crypto';
import { PassThrough, type Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { COMMAND_TAG, type ExecRequest, type ExecResult, type SandboxProcess, type SandboxUser, type StartedCommand } from '../../ports/sandbox.js';
import { BoundedOutput } from './output.js';

const DEFAULT_OUTPUT_BYTES = 8 * 1024 * 1024;
/** The engine's own limit comes this much after ours: it counts only if this process is gone. */
const ENGINE_GRACE_SECONDS = 15;

interface Started {
  readonly exec: Docker.Exec;
  readonly stream: Duplex;
  readonly tag: string;
}

async function start(container: Docker.Container, request: Pick<ExecRequest, 'command' | 'user' | 'env'>, limitSeconds: number | null): Promise<Started> {
  const tag = randomBytes(12).toString('hex');
  const exec = await container.exec({
    Cmd: [...(limitSeconds === null ? [] : ['timeout', '--signal=KILL', String(limitSeconds)]), ...request.command],
    User: request.user,
    Env: [`${COMMAND_TAG}=${tag}`, ...Object.entries(request.env ?? {}).map(([key, value]) => `${key}=${value}`)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  return { exec, stream: await exec.start({ hijack: true, stdin: true }), tag };
}

/** A family that grows faster than it is killed is left after this long; its sandbox has a limit of processes. */
const KILL_SECONDS = 5;

/**
 * Stops all that carries the tag before it kills any: what is stopped cannot have children meanwhile. One process does it
 * alone, because a sandbox that is at its limit of processes lets no second one begin.
 */
const KILLER = `
import os, signal, sys
tag = sys.argv[1].encode()
signal.alarm(int(sys.argv[2]))
def family():
    found = set()
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/" + name + "/environ", "rb") as file:
                    if tag in file.read().split(b"\\0"):
                        found.add(int(name))
            except OSError:
                pass
    return found
def send(processes, what):
    for process in processes:
        try:
            os.kill(process, what)
        except OSError:
            pass
while family():
    stopped = set()
    while new := family() - stopped:
        send(new, signal.SIGSTOP)
        stopped |= new
    send(stopped, signal.SIGKILL)
`;

/** Kills every process that carries the tag until none is left, as the same user: Docker itself has no call for it. */
async function killFamily(container: Docker.Container, user: SandboxUser, tag: string): Promise<void> {
  const exec = await container.exec({ Cmd: ['python3', '-I', '-S', '-c', KILLER, `${COMMAND_TAG}=${tag}`, String(KILL_SECONDS)], User: user, AttachStdout: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  stream.resume();
  await finished(stream, { writable: false }).catch(() => undefined);
}

/**
 * On a busy machine the engine's runtime now and then cannot begin a process ("error executing setns process"). The engine
 * then writes its words into the stream, where they look like the process's own, and the process never has a number. It is
 * begun again after each of these milliseconds.
 */
const BEGIN_AGAIN_MS = [250, 1000, 3000];

/** Runs one command to its end, its time limit or the signal's abort. @throws what Docker throws, or the signal's reason */
export async function runExec(container: Docker.Container, request: ExecRequest): Promise<ExecResult> {
  const began = performance.now();
  for (let tries = 0; ; tries += 1) {
    request.signal?.throwIfAborted();
    const command = await startExec(container, request, Math.ceil(request.timeoutMs / 1000) + ENGINE_GRACE_SECONDS);
    const result = await command.finish(request);
    const pause = BEGIN_AGAIN_MS[tries];
    if (pause === undefined || result.exitCode === 0 || command.hasBegun()) return { ...result, durationMs: performance.now() - began };
    await sleep(pause);
  }
}

/** Starts a command that is given its input and its limits later. @param limitSeconds the engine's own limit; null: the container's lifetime is one */
export async function startExec(container: Docker.Container, request: Pick<ExecRequest, 'command' | 'user' | 'env' | 'maxOutputBytes' | 'stopWhenFull'>, limitSeconds: number | null = null): Promise<StartedCommand & { hasBegun(): boolean }> {
  const { exec, stream, tag } = await start(container, request, limitSeconds);
  let listen: ExecRequest['onLine'];
  const first = Promise.withResolvers<string | null>();
  const limit = request.maxOutputBytes ?? DEFAULT_OUTPUT_BYTES;
  const full = Promise.withResolvers<void>();
  const onFull = (): void => (request.stopWhenFull === true ? full.resolve() : undefined);
  const out = new BoundedOutput(limit, (line) => {
    first.resolve(line);
    listen?.(line, 'stdout');
  }, onFull);
  const err = new BoundedOutput(limit, (line) => listen?.(line, 'stderr'), onFull);
  container.modem.demuxStream(stream, out, err);
  // The reader may go before it has read all (`head`): that is its right, and shows in the exit code.
  stream.on('error', () => undefined);
  let isOver = false;
  let hasBegun = true;
  const over = finished(stream, { writable: false }).catch(() => undefined).finally(() => {
    isOver = true;
    first.resolve(null);
  });
  const kill = async (): Promise<void> => {
    await killFamily(container, request.user, tag).catch(() => undefined);
    stream.destroy();
  };
  return {
    firstLine: first.promise,
    hasEnded: () => isOver,
    hasBegun: () => hasBegun,
    kill,
    finish: async ({ stdin, timeoutMs, onLine, signal }) => {
      signal?.throwIfAborted();
      const began = performance.now();
      listen = onLine;
      let ended: 'timeout' | 'abort' | 'full' | null = null;
      const stop = (why: 'timeout' | 'abort' | 'full'): void => {
        ended ??= why;
        void kill();
      };
      const timer = setTimeout(() => stop('timeout'), timeoutMs);
      const onAbort = (): void => stop('abort');
      signal?.addEventListener('abort', onAbort, { once: true });
      void full.promise.then(() => stop('full'));
      try {
        stream.end(stdin ?? '');
        await over;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      }
      out.flush();
      err.flush();
      if (ended === 'abort') signal?.throwIfAborted();
      const end = ended === null ? await exec.inspect() : null;
      hasBegun = end?.Pid !== 0;
      return { exitCode: end?.ExitCode ?? null, stdout: out.text(), stderr: err.text(), timedOut: ended === 'timeout', droppedBytes: out.droppedBytes + err.droppedBytes, durationMs: performance.now() - began };
    },
  };
}

/** Starts a process whose stdio stays open. @throws Error with the engine's words when it could not be begun */
export async function spawnExec(container: Docker.Container, request: Pick<ExecRequest, 'command' | 'user' | 'env'>): Promise<SandboxProcess> {
  for (let tries = 0; ; tries += 1) {
    const started = await start(container, request, null);
    if (await begins(started)) return openProcess(container, request, started);
    const pause = BEGIN_AGAIN_MS[tries];
    if (pause === undefined) throw new Error(await wordsIn(container, started));
    await sleep(pause);
  }
}

const LOOK_AGAIN_MS = 20;

/** Whether it has begun, or never will. */
async function begins({ exec, stream }: Started): Promise<boolean> {
  stream.on('error', () => undefined);
  for (;;) {
    const { Pid, Running } = await exec.inspect();
    if (Pid !== 0 || !Running) return Pid !== 0;
    await sleep(LOOK_AGAIN_MS);
  }
}

async function wordsIn(container: Docker.Container, { stream }: Started): Promise<string> {
  const out = new BoundedOutput(4096);
  container.modem.demuxStream(stream, out, out);
  await finished(stream, { writable: false }).catch(() => undefined);
  return out.text();
}

function openProcess(container: Docker.Container, request: Pick<ExecRequest, 'user'>, { stream, tag }: Started): SandboxProcess {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  container.modem.demuxStream(stream, stdout, stderr);
  const close = (): void => {
    stdout.end();
    stderr.end();
  };
  stream.on('error', close);
  stream.on('close', close);
  stream.on('end', close);
  return {
    stdin: stream,
    stdout,
    stderr,
    kill: async () => {
      await killFamily(container, request.user, tag).catch(() => undefined);
      stream.destroy();
    },
  };
}
