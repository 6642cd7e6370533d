import { cloneTemplate, LOOK_DATABASE, TEST_DATABASE } from '../../../src/adapters/odoo/database.js';
import { loadOdoos, type Python } from '../../../src/adapters/odoo/run-odoo.js';
import type { ExecResult, Sandbox } from '../../../src/ports/sandbox.js';
import { inSandbox } from '../../support/sandbox.js';

const IN_ODOO = `
import os
import sys
from odoo.modules.registry import Registry
say, database, code = sys.argv[1:]
with Registry(database).cursor() as cr:
    cr.execute("SELECT current_database()")
    print(cr.fetchone()[0], list(Registry.registries), sys.stdin.read())
print(say, file=sys.stderr)
sys.exit(int(code))
`;

/** Begins a process in another session, tells the numbers of both, and waits for a line; to the end of its input it does not listen. */
const PARENT = `
import os
import subprocess
import sys
import time
print(os.getpid(), subprocess.Popen(["sleep", "1000"], start_new_session=True).pid, flush=True)
if sys.stdin.readline() == "":
    time.sleep(1000)
`;

/** Says that it has begun, and ends by a signal when it is told to. */
const KILLED = `
import os
import sys
print("begun", flush=True)
sys.stdin.readline()
os.kill(os.getpid(), 9)
`;

const run = (sandbox: Sandbox, command: readonly string[], stdin = ''): Promise<ExecResult> => sandbox.exec({ command, user: 'odoo', stdin, timeoutMs: 60_000 });
const sockets = async (sandbox: Sandbox): Promise<string[]> => (await run(sandbox, ['ls', '/tmp'])).stdout.split('\n').filter((name) => name.startsWith('odoo-'));

async function loaded(sandbox: Sandbox, number: number): Promise<Python> {
  await Promise.all([cloneTemplate(sandbox, 'tpl_base', TEST_DATABASE), cloneTemplate(sandbox, 'tpl_demo', LOOK_DATABASE)]);
  return await loadOdoos(sandbox, number);
}

test('each fork of a loaded Odoo has streams, database and exit code of its own, and the one that loaded it is gone when the last has begun', async () => {
  await inSandbox(async (sandbox) => {
    const python = await loaded(sandbox, 3);
    const [tests, look] = await Promise.all([
      run(sandbox, python(IN_ODOO, ['of the tests', TEST_DATABASE, '0']), 'asked for the tests'),
      run(sandbox, python(IN_ODOO, ['of the look', LOOK_DATABASE, '7']), 'asked for the look'),
    ]);
    expect(tests).toMatchObject({ exitCode: 0, stdout: `work ['work'] asked for the tests\n`, stderr: 'of the tests\n' });
    expect(look).toMatchObject({ exitCode: 7, stdout: expect.stringMatching(/^look \[.*'look'.*\] asked for the look\n$/) as string, stderr: 'of the look\n' });
    expect(await sockets(sandbox)).toHaveLength(1);
    const last = await sandbox.start({ command: python(KILLED, []), user: 'odoo' });
    expect(await last.firstLine).toBe('begun');
    expect(await sockets(sandbox)).toEqual([]);
    expect(await run(sandbox, python('', []))).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('FileNotFoundError') as string });
    expect(await last.finish({ stdin: '\n', timeoutMs: 10_000 })).toMatchObject({ exitCode: 137 });
  });
}, 120_000);

test('a fork that is stopped goes with all that it began, and its sister stays', async () => {
  await inSandbox(async (sandbox) => {
    const python = await loaded(sandbox, 2);
    const [one, other] = await Promise.all([sandbox.start({ command: python(PARENT, []), user: 'odoo' }), sandbox.start({ command: python(PARENT, []), user: 'odoo' })]);
    const [gone, kept] = await Promise.all([one.firstLine, other.firstLine]);
    await one.kill();
    const alive = async (pids: string | null): Promise<string[]> => {
      const { stdout } = await run(sandbox, ['sh', '-c', `for pid in ${pids ?? ''}; do if kill -0 $pid 2>/dev/null; then echo alive; else echo gone; fi; done`]);
      return stdout.trim().split('\n');
    };
    expect([await alive(gone), await alive(kept), other.hasEnded()]).toEqual([['gone', 'gone'], ['alive', 'alive'], false]);
    expect(await other.finish({ stdin: '\n', timeoutMs: 10_000 })).toMatchObject({ exitCode: 0 });
  });
}, 120_000);
