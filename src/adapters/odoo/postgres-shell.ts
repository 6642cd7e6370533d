import type { Sandbox, SandboxProcess } from '../../ports/sandbox.js';

/** What a command said, and how it ended. */
export interface Said {
  /** 137 when its minute was over; null when an exec of the engine did it instead and was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** The end of it. */
  readonly stderr: string;
}

const LIMIT_SECONDS = 60;
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Reads commands (the count of their words, then the words, each ended by a NUL), and answers each with its output, its exit
 * code and what it said on stderr, each ended by a NUL: neither words nor what Postgres says can hold one.
 */
const LOOP = `
while IFS= read -r -d '' count; do
  words=()
  while [ "$count" -gt 0 ] && IFS= read -r -d '' word; do words+=("$word"); count=$((count - 1)); done
  { errors=$(timeout --signal=KILL ${LIMIT_SECONDS} "\${words[@]}" </dev/null 2>&1 >&3 | tail -c 4000; exit "\${PIPESTATUS[0]}"); code=$?; } 3>&1
  printf '\\0%s\\0%s\\0' "$code" "$errors"
done`;

/** A shell of the user `postgres` that stays: with an exec of the engine for each, the same question takes some ten times as long. */
class PostgresShell {
  private heard = Buffer.alloc(0);
  private answer: ((said: Said | null) => void) | null = null;
  private isOver = false;

  private constructor(private readonly process: SandboxProcess) {
    process.stdout.on('data', (chunk: Buffer) => this.hear(chunk));
    for (const stream of [process.stdout, process.stdin]) stream.on('error', () => this.end());
    process.stdout.on('end', () => this.end());
    process.stderr.resume();
  }

  static async open(sandbox: Sandbox): Promise<PostgresShell> {
    return new PostgresShell(await sandbox.spawn({ command: ['bash', '-c', LOOP], user: 'postgres' }));
  }

  /** Null when the shell ended first. One at a time. @throws the signal's reason when aborted; the shell is of no use afterwards */
  async run(command: readonly string[], signal?: AbortSignal): Promise<Said | null> {
    if (this.isOver) return null;
    const { promise, resolve } = Promise.withResolvers<Said | null>();
    this.answer = resolve;
    const stop = (): void => {
      this.end();
      void this.process.kill();
    };
    signal?.addEventListener('abort', stop, { once: true });
    this.process.stdin.write([String(command.length), ...command].map((word) => `${word}\0`).join(''));
    const said = await promise.finally(() => signal?.removeEventListener('abort', stop));
    signal?.throwIfAborted();
    return said;
  }

  private hear(chunk: Buffer): void {
    if (this.answer === null) return;
    this.heard = Buffer.concat([this.heard, chunk]);
    if (chunk.at(-1) !== 0 && this.heard.length <= MAX_OUTPUT_BYTES) return;
    const parts = this.heard.toString('utf8').split('\0');
    if (parts.length < 4) {
      if (this.heard.length > MAX_OUTPUT_BYTES) {
        this.end();
        void this.process.kill();
      }
      return;
    }
    const { answer } = this;
    const [stdout = '', exitCode, stderr = ''] = parts;
    this.answer = null;
    this.heard = Buffer.alloc(0);
    answer({ exitCode: Number(exitCode), stdout, stderr });
  }

  private end(): void {
    this.isOver = true;
    this.answer?.(null);
    this.answer = null;
  }
}

/** Those that wait for a command. */
const idle = new WeakMap<Sandbox, PostgresShell[]>();

/**
 * Runs a command as `postgres` in the sandbox, to its end or for a minute. Several at once have a shell each. Where a shell ends
 * before it answers, the command is given to the engine, and may have run before.
 * @throws as Sandbox.exec
 */
export async function asPostgres(sandbox: Sandbox, command: readonly string[], signal?: AbortSignal): Promise<Said> {
  signal?.throwIfAborted();
  const waiting = idle.get(sandbox) ?? [];
  idle.set(sandbox, waiting);
  const shell = waiting.pop() ?? (await PostgresShell.open(sandbox));
  const said = await shell.run(command, signal);
  if (said !== null) {
    waiting.push(shell);
    return said;
  }
  // The sandbox is full or gone, or the answer is too long: the engine tells which.
  return sandbox.exec({ command, user: 'postgres', timeoutMs: LIMIT_SECONDS * 1000, signal });
}
