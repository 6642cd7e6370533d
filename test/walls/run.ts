import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureDocker } from '../../deployment/local/docker.js';
import { ensureImages } from '../../deployment/local/images.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { startTestRun } from '../../deployment/local/test-run.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { hostBench } from '../verdicts/host-bench.js';
import { ROOT } from '../verdicts/modules.js';
import { MOMENTS, printDeaths, tryMoments } from './moments.js';
import { BUSY, isHeld, printEffects, tryNeighbour, type Effect } from './neighbour.js';
import { printTable } from './print-table.js';
import { TABLE } from './table/table.js';
import { tryProbe, type Row } from './try-probe.js';
import { startWorld } from './world.js';
import { asCommand } from '../support/as-command.js';

/** As many as a machine of 2 cores runs without one slowing the other. */
const AT_ONCE = 2;
/** Verdicts alone, and beside a hostile module: one alone differs from the next by a quarter. */
const TIMES = 7;

/** `npm run verify:walls [-- PATTERN]`: every probe (whose title fits the pattern) for real; ends 0 when every wall held. */
async function main(pattern: string): Promise<number> {
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  await ensureDocker({ onProgress: note });
  const { sandbox: image, postgres } = await ensureImages({ root: ROOT, onProgress: note });
  const host = new DockerSandboxHost({ name: 'local', installation: `walls-${process.pid}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, uatSocketRoot: '/tmp', clock: systemClock });
  const { version, gvisor } = await host.ping();
  process.stdout.write(`Docker ${version}: sandboxes ${gvisor ? 'run on a kernel of their own (gVisor)' : 'share the kernel of this machine (no gVisor here)'}\n\n`);
  const python = createPythonChecker();
  const world = await startWorld(image);
  try {
    const bench = hostBench(host, python, new SandboxModuleTester(openMcpBrowser));
    const began = performance.now();
    const rows = await tryAll(TABLE.filter(({ title }) => new RegExp(pattern).test(title)).map((probe) => async () => {
      const row = await tryProbe(bench, probe, world.neighbour);
      note(`${row.wrong.length === 0 ? '✓' : '✗'} ${probe.title} (${row.seconds.toFixed(1)} s)${row.wrong.map((each) => `\n    ${each}`).join('')}`);
      return row;
    }));
    const effects: Effect[] = [];
    for (const busy of BUSY.filter(({ title }) => new RegExp(pattern).test(`neighbour: ${title}`))) {
      effects.push(await tryNeighbour(bench, busy, TIMES));
      note(printEffects(effects.slice(-1)).split('\n').at(-1) ?? '');
    }
    const moments = MOMENTS.filter(({ stage, after }) => new RegExp(pattern).test(`killed: ${stage} ${after.source}`));
    const deaths = moments.length === 0 ? [] : await onPostgres(postgres, note, (database) => tryMoments({ database, image }, moments, note));
    const left = await host.list();
    const held = rows.filter(({ wrong }) => wrong.length === 0).length;
    const clean = deaths.filter(({ seconds }) => seconds !== null).length;
    const unmoved = effects.filter(isHeld).length;
    process.stdout.write(`${printTable(rows)}\n\n${printEffects(effects)}\n\n${printDeaths(deaths)}\n\n${held} of ${rows.length} probes held, ${unmoved} of ${effects.length} neighbours were left alone, ${clean} of ${deaths.length} deaths left nothing, in ${Math.round((performance.now() - began) / 1000)} s; ${left.length} sandboxes left\n`);
    return held === rows.length && unmoved === effects.length && clean === deaths.length && rows.length + effects.length + deaths.length > 0 && left.length === 0 ? 0 : 1;
  } finally {
    await Promise.all([world.end(), python.close()]);
  }
}

/** A database of its own, on a Postgres of its own, for the time of the work. */
async function onPostgres<T>(image: string, note: (text: string) => void, work: (database: TestDatabase) => Promise<T>): Promise<T> {
  const run = await startTestRun(join(ROOT, '.local', 'walls'), image, note, 'test');
  try {
    process.env['OMB_TEST_DATABASE_URL'] = run.postgres.url;
    const database = await testDatabase();
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await run.end();
  }
}

async function tryAll(tries: readonly (() => Promise<Row>)[]): Promise<Row[]> {
  const rows: Row[] = [];
  const waiting = [...tries.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) rows[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return rows;
}

asCommand(main(process.argv.slice(2).join(' ')));
