import type { ExecRequest, ExecResult, Sandbox } from '../../../src/ports/sandbox.js';
import { newSessionId, testHost } from '../../support/sandbox.js';

jest.setTimeout(60_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000) });
});
afterAll(() => sandbox?.destroy());

const run = (command: string | readonly string[], more: Partial<ExecRequest> = {}): Promise<ExecResult> =>
  sandbox.exec({ command: typeof command === 'string' ? ['sh', '-c', command] : command, user: 'odoo', timeoutMs: 20_000, ...more });
/** Seconds that nothing else here sleeps. */
const sleeping = async (seconds: string): Promise<number> => Number((await run(`pgrep -cx -f 'sleep ${seconds}' || true`)).stdout.trim());

test('a command gives its exit code, and each stream on its own', async () => {
  expect(await run('echo out; echo err >&2; exit 7')).toMatchObject({ exitCode: 7, stdout: 'out\n', stderr: 'err\n', timedOut: false, droppedBytes: 0 });
  expect((await run('printf "%s|%s" "$GREETING" "$HOME"', { env: { GREETING: 'a b"c\nd' } })).stdout).toMatch(/^a b"c\nd\|/);
});

test('what is sent to its stdin arrives byte for byte, and a reader may stop reading', async () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7) % 256);
  expect((await run('sha256sum', { stdin: bytes })).stdout.slice(0, 64)).toBe(await digestOf(bytes));
  expect(await run('head -c 3', { stdin: 'abcdef'.repeat(1_000_000) })).toMatchObject({ exitCode: 0, stdout: 'abc' });
});

test('words of a command are words, whatever is in them', async () => {
  const words = ['$(id)', '`id`', '; id', 'a b', "it's", '"', '\\', '*', '\n', ''];
  expect((await run(['python3', '-c', 'import sys, json; print(json.dumps(sys.argv[1:], separators=(",", ":")))', ...words])).stdout.trim()).toBe(JSON.stringify(words));
});

describe('the time limit', () => {
  test('ends a command with all that it started, also in sessions of their own, and nothing else', async () => {
    const bystander = run('sleep 4321', { timeoutMs: 30_000 });
    bystander.catch(() => undefined);
    const began = performance.now();
    const result = await run('sleep 1234 & setsid sleep 1234 & (setsid sh -c "sleep 1234; true" &) ; nohup sh -c "sleep 1234; true" >/dev/null 2>&1 & sleep 1234', { timeoutMs: 1000 });
    expect(result).toMatchObject({ exitCode: null, timedOut: true });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect([await sleeping('1234'), await sleeping('4321')]).toEqual([0, 1]);
    await run('pkill -x -f "sleep 4321"');
    expect(await bystander).toMatchObject({ timedOut: false });
  });

  test('ends a family that grows while it is being ended', async () => {
    const result = await run('grow() { while true; do (sleep 777 &) ; sleep 0.01; done; }; grow & grow & grow', { timeoutMs: 1500 });
    expect(result.timedOut).toBe(true);
    expect(await sleeping('777')).toBe(0);
  });

  test('gives what had been said until then', async () => {
    expect(await run('echo first; sleep 555', { timeoutMs: 1000 })).toMatchObject({ stdout: 'first\n', timedOut: true });
  });
});

describe('output', () => {
  test('beyond the limit is counted and dropped, and the command goes on to its end', async () => {
    const result = await run('head -c 20000000 /dev/zero | tr "\\0" x; head -c 3000 /dev/zero | tr "\\0" y >&2; exit 3', { maxOutputBytes: 1_000_000 });
    expect(result).toMatchObject({ exitCode: 3, stdout: 'x'.repeat(1_000_000), stderr: 'y'.repeat(3000), droppedBytes: 19_000_000 });
  });

  test('beyond the limit ends a command that is to stop then', async () => {
    const began = performance.now();
    const result = await run('while true; do echo flood; done', { maxOutputBytes: 1_000_000, stopWhenFull: true, timeoutMs: 60_000 });
    expect(result).toMatchObject({ exitCode: null, timedOut: false });
    expect([result.stdout.length, result.droppedBytes > 0, performance.now() - began < 20_000]).toEqual([1_000_000, true, true]);
  });

  test('of 8 MiB of each stream is kept when no limit is given', async () => {
    const { stdout, droppedBytes } = await run('head -c 9000000 /dev/zero | tr "\\0" x');
    expect([stdout.length, droppedBytes]).toEqual([8 * 1024 * 1024, 9_000_000 - 8 * 1024 * 1024]);
  });

  test('is told line by line as it comes, the last one without an end too, one without end cut', async () => {
    const lines: string[] = [];
    await run('echo one; echo two >&2; head -c 300000 /dev/zero | tr "\\0" x; echo; printf end', { onLine: (line, stream) => lines.push(`${stream}: ${line.slice(0, 80)} ${line.length > 80 ? line.length : ''}`.trim()) });
    expect(lines.filter((line) => !line.includes('xxx'))).toEqual(expect.arrayContaining(['stdout: one', 'stderr: two', 'stdout: end']));
    expect(lines.find((line) => line.includes('xxx'))).toMatch(/ 65536$/);
  });
});

describe('an abort', () => {
  test('ends the command with all that it started, and is thrown as it was given', async () => {
    const stopped = new AbortController();
    const reason = new Error('the lease is lost');
    const result = run('setsid sleep 888 & sleep 888', { signal: stopped.signal });
    setTimeout(() => stopped.abort(reason), 800);
    await expect(result).rejects.toBe(reason);
    expect(await sleeping('888')).toBe(0);
  });

  test('before the start runs nothing', async () => {
    await expect(run('touch /tmp/started', { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
    expect((await run('ls /tmp/started')).exitCode).toBe(2);
  });
});

test('a spawned process talks both ways until it is killed with its children', async () => {
  const process = await sandbox.spawn({ command: ['sh', '-c', 'sleep 999 & while read line; do echo "you said $line"; done'], user: 'browser' });
  const heard = new Promise<string>((resolve) => process.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  process.stdin.write('hello\n');
  expect(await heard).toBe('you said hello\n');
  await process.kill();
  expect(await sleeping('999')).toBe(0);
});

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
