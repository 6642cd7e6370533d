import { asPostgres } from '../../../src/adapters/odoo/postgres-shell.js';
import type { Sandbox } from '../../../src/ports/sandbox.js';
import { newSessionId, testHost } from '../../support/sandbox.js';

let sandbox: Sandbox;
let spawned = 0;

beforeAll(async () => {
  const opened = await testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 300_000) });
  sandbox = Object.assign(opened, { spawn: counted(opened.spawn.bind(opened)) });
}, 120_000);

afterAll(() => sandbox?.destroy());

const counted = (spawn: Sandbox['spawn']): Sandbox['spawn'] => async (request) => ((spawned += 1), spawn(request));

test('commands one after the other have one shell, and each its own output and exit code', async () => {
  const before = spawned;
  expect(await asPostgres(sandbox, ['sh', '-c', 'printf "two\\nlines\\n"; echo told >&2; exit 3'])).toEqual({ exitCode: 3, stdout: 'two\nlines\n', stderr: 'told' });
  expect(await asPostgres(sandbox, ['printf', '%s|', 'a word with "quotes"', '$(id)', 'Ünï\ncode', ''])).toEqual({ exitCode: 0, stdout: 'a word with "quotes"|$(id)|Ünï\ncode||', stderr: '' });
  expect(await asPostgres(sandbox, ['whoami'])).toEqual({ exitCode: 0, stdout: 'postgres\n', stderr: '' });
  expect(spawned - before).toBe(1);
});

test('several at once do not wait for each other, and none gets the answer of another', async () => {
  const slow = asPostgres(sandbox, ['sh', '-c', 'sleep 4; echo slow']);
  const quick = await Promise.all(Array.from({ length: 5 }, async (_, at) => (await asPostgres(sandbox, ['echo', String(at)])).stdout));
  expect(quick).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n']);
  expect(await Promise.race([slow, Promise.resolve('still asleep')])).toBe('still asleep');
  expect(await slow).toEqual({ exitCode: 0, stdout: 'slow\n', stderr: '' });
}, 60_000);

test('one that is given up is ended, and the next command is answered all the same', async () => {
  const giveUp = new AbortController();
  const given = asPostgres(sandbox, ['sleep', '59'], giveUp.signal);
  setTimeout(() => giveUp.abort(new Error('enough')), 200);
  await expect(given).rejects.toThrow('enough');
  const isAsleep = async (): Promise<boolean> => (await asPostgres(sandbox, ['pgrep', '-x', 'sleep'])).exitCode === 0;
  for (const end = Date.now() + 10_000; (await isAsleep()) && Date.now() < end; );
  expect(await isAsleep()).toBe(false);
}, 30_000);

test('an answer without end ends the shell, not this process', async () => {
  const { stdout } = await asPostgres(sandbox, ['sh', '-c', 'yes | head -c 20000000']);
  expect(stdout.length).toBeLessThanOrEqual(8 * 1024 * 1024);
  expect(await asPostgres(sandbox, ['echo', 'here'])).toEqual({ exitCode: 0, stdout: 'here\n', stderr: '' });
}, 60_000);
