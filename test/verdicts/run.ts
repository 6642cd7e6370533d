import { performance } from 'node:perf_hooks';
import { ensureDocker } from '../../deployment/local/docker.js';
import { ensureImages } from '../../deployment/local/images.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { BuilderError } from '../../src/domain/errors.js';
import { hostBench } from './host-bench.js';
import { ROOT } from './modules.js';
import { printTable } from './print-table.js';
import { TABLE } from './table/table.js';
import { tryCase, type Row } from './try-case.js';
import { asCommand } from '../support/as-command.js';

/** As many as a machine of 2 cores runs without one slowing the other. */
const AT_ONCE = 2;

/** `npm run verify:verdicts [-- PATTERN]`: every case (whose title fits the pattern) for real; ends 0 when every verdict is right. */
async function main(pattern: string): Promise<number> {
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  await ensureDocker({ onProgress: note });
  const { sandbox: image } = await ensureImages({ root: ROOT, onProgress: note });
  const host = new DockerSandboxHost({ name: 'local', installation: `verdicts-${process.pid}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, uatSocketRoot: '/tmp', clock: systemClock });
  const python = createPythonChecker();
  const bench = hostBench(host, python, new SandboxModuleTester(openMcpBrowser));
  const cases = TABLE.filter(({ title }) => new RegExp(pattern).test(title));
  const rows: Row[] = [];
  const began = performance.now();
  const waiting = cases.map((tried, index) => ({ tried, index }));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        // As the product does it: what the machine did wrong is tried again.
        const row = await tryCase(bench, next.tried).catch((error: unknown) => {
          if (!(error instanceof BuilderError) || error.kind !== 'transient') throw error;
          note(`  again: ${next!.tried.title}: ${error.message}`);
          return tryCase(bench, next!.tried);
        });
        rows[next.index] = row;
        note(`${row.ok ? '✓' : '✗'} ${next.tried.title} (${(row.milliseconds / 1000).toFixed(1)} s: ${JSON.stringify(row.verdict.run?.observation.durations ?? { gates: row.verdict.gatesMs })})`);
        if (!row.ok) for (const failure of row.verdict.failures.slice(0, 3)) note(`    ${JSON.stringify({ ...failure, traceback: failure.traceback?.slice(-600) })}`);
      }
    }),
  );
  await python.close();
  const wrong = rows.filter(({ ok }) => !ok).length;
  const sound = cases.filter(({ expected }) => expected === null).length;
  process.stdout.write(`${printTable(rows)}\n\n${rows.length - wrong} of ${rows.length} verdicts are right (${rows.length - sound} broken modules, ${sound} sound ones) in ${Math.round((performance.now() - began) / 1000)} s\n`);
  return wrong === 0 && rows.length > 0 ? 0 : 1;
}

asCommand(main(process.argv.slice(2).join(' ')));
