import { readTestLog } from '../../domain/test-log.js';
import type { MutantRequest, MutantRun } from '../../ports/module-tester.js';
import type { Sandbox, StartedCommand } from '../../ports/sandbox.js';
import { cloneTemplate, readState } from './database.js';
import { asPostgres } from './postgres-shell.js';
import { loadOdoo, runTests } from './run-odoo.js';

const PLAIN = 'tpl_base';

/** Each mutant in a fresh copy of the template; while one runs, the Odoo of the next is loaded on the other core. */
export async function testMutants(sandbox: Sandbox, { module, mutants, timeoutMs, signal, progress }: MutantRequest): Promise<readonly MutantRun[]> {
  const runs: MutantRun[] = [];
  let next = mutants.length === 0 ? null : prepare(sandbox, 0);
  for (const [at, files] of mutants.entries()) {
    signal?.throwIfAborted();
    progress?.(`Breaking the module on purpose: ${at + 1} of ${mutants.length}`);
    const database = databaseOf(at);
    const [loaded] = await Promise.all([next, sandbox.putFiles(`/mnt/modules/${module}`, files, 'postgres')]);
    next = at + 1 < mutants.length ? prepare(sandbox, at + 1) : null;
    next?.catch(() => undefined);
    const run = await runTests(sandbox, module, { database, timeoutMs, signal }, loaded ?? undefined);
    const state = await readState(sandbox, module, signal, database);
    const { problems } = readTestLog(module, run.records);
    runs.push({ installs: state === 'installed', red: [...new Set(problems.map(({ test }) => test))] });
    await drop(sandbox, database);
  }
  return runs;
}

const databaseOf = (at: number): string => `mutant_${at}`;

async function prepare(sandbox: Sandbox, at: number): Promise<StartedCommand> {
  await cloneTemplate(sandbox, PLAIN, databaseOf(at));
  return loadOdoo(sandbox, { database: databaseOf(at) });
}

/** A few hundred of them would fill the disk. What cannot be dropped goes with the sandbox. */
async function drop(sandbox: Sandbox, database: string): Promise<void> {
  await asPostgres(sandbox, ['psql', '-XAtq', '-d', 'postgres', '-c', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
}
