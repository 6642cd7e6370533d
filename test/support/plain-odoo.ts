import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { fromTestRun } from './stack.js';

const run = promisify(execFile);

export interface PlainOutcome {
  readonly exitCode: number | null;
  readonly state: string;
  readonly run: number;
  readonly failed: number;
  readonly errors: number;
}

/**
 * The proof of delivery: unpacks a zip in a fresh container, and installs and tests it on a database that is made
 * from nothing there, with plain Odoo: no template, no launcher, nothing of ours.
 */
export async function testInPlainOdoo(zip: Uint8Array, module: string): Promise<PlainOutcome> {
  const { sandbox } = JSON.parse(fromTestRun('OMB_TEST_IMAGES')) as { sandbox: string };
  const docker = async (...args: string[]): Promise<string> => (await run('docker', args, { maxBuffer: 64 * 2 ** 20 })).stdout;
  const id = (await docker('run', '-d', '--network', 'none', '--label', 'io.odoo-module-builder.role=plain-test', sandbox)).trim();
  try {
    await docker('exec', id, 'sh', '-c', 'for i in $(seq 100); do pg_isready -q && exit 0; sleep 0.2; done; exit 1');
    await docker('exec', '-u', 'postgres', id, 'createdb', '-O', 'odoo', 'plain');
    await docker('exec', id, 'mkdir', '-p', '/mnt/modules');
    const unzip = spawn('docker', ['exec', '-i', '-u', 'root', id, 'sh', '-c', 'cat > /tmp/m.zip && python3 -m zipfile -e /tmp/m.zip /mnt/modules && chmod -R a+rX /mnt/modules'], { stdio: ['pipe', 'ignore', 'inherit'] });
    unzip.stdin.end(zip);
    await once(unzip, 'exit');
    const odoo = spawn('docker', ['exec', '-u', 'odoo', id, 'odoo', '-d', 'plain', '-i', module, '--test-tags', `/${module}`, '--stop-after-init'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [odoo.stdout, odoo.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const [exitCode] = (await once(odoo, 'exit')) as [number | null];
    const state = (await docker('exec', '-u', 'postgres', id, 'psql', '-At', '-d', 'plain', '-c', `SELECT state FROM ir_module_module WHERE name = '${module}'`)).trim();
    const counts = /(\d+) failed, (\d+) error\(s\) of (\d+) tests/.exec(log);
    if (counts === null) throw new Error(`No summary of tests in Odoo's log:\n${log.slice(-4000)}`);
    return { exitCode, state, failed: Number(counts[1]), errors: Number(counts[2]), run: Number(counts[3]) };
  } finally {
    await docker('rm', '-f', '-v', id);
  }
}
