import { loadModuleSource, type ModuleSource } from '../src/app/module-source.js';
import { CHECK_NAMES, type CheckName } from '../src/domain/check.js';
import type { Session } from '../src/domain/session.js';
import { RunningSandbox } from './bare-odoo.js';
import { coldOdoo, type ColdRun } from './cold-odoo.js';
import { ourVerdict, type OurVerdict } from './our-verdict.js';
import type { Bench, Section } from './section.js';
import { median } from './statistics.js';
import { seconds, table } from './table.js';
import { testsAndPagesCold } from './tests-and-pages-cold.js';

const TIMES_BARE = 2.5;
const FASTER_THAN_COLD = 10;
/** With `--test-enable` Odoo tests itself too, for more than half an hour; past this it is known well enough. */
const COLD_LIMIT_MS = 10 * 60_000;

/** How much of a verdict is asked for; the last one is what a session gets. */
const OURS: readonly { readonly name: string; readonly checks: readonly CheckName[] }[] = [
  { name: 'gates and tests', checks: [] },
  { name: 'gates, tests, pages', checks: ['pages'] },
  { name: 'gates, tests, every check', checks: CHECK_NAMES },
];

interface Measured {
  readonly ours: readonly { readonly name: string; readonly runs: readonly OurVerdict[] }[];
  readonly bare: readonly number[];
  readonly narrow: readonly ColdRun[];
  readonly pages: readonly number[];
  readonly naive: ColdRun;
}

/** From a module at hand to a committed verdict, against Odoo alone: warm, and from nothing. Ours and the warm one take turns. */
export async function verdict(bench: Bench): Promise<Section> {
  const { app, sandboxImage, delivered } = await bench.environment();
  const model = await delivered();
  const source = await loadModuleSource(app.artifacts, model);
  const warm = await againstRunning(bench, model, source);
  const [narrow, pages]: [ColdRun[], number[]] = [[], []];
  for (let turn = 1; turn <= bench.runs; turn++) {
    bench.progress.start(`cold container, tests of the module alone, ${turn} of ${bench.runs}`);
    narrow.push(await coldOdoo(sandboxImage, source, ['--test-tags', `/${source.spec.name}`], COLD_LIMIT_MS, bench.teardown));
    bench.progress.start(`cold container, tests and pages, ${turn} of ${bench.runs}`);
    pages.push(await testsAndPagesCold(sandboxImage, source, bench.teardown));
  }
  bench.progress.start('cold container, --test-enable');
  const naive = await coldOdoo(sandboxImage, source, ['--test-enable'], COLD_LIMIT_MS, bench.teardown);
  bench.progress.done();
  return section({ ...warm, narrow, pages, naive });
}

async function againstRunning(bench: Bench, model: Session, source: ModuleSource): Promise<Pick<Measured, 'ours' | 'bare'>> {
  const { app, sandboxImage } = await bench.environment();
  bench.progress.start('a sandbox with the module in it');
  const sandbox = await RunningSandbox.open(sandboxImage, source, bench.teardown);
  const ours = OURS.map(({ name, checks }) => ({ name, checks, runs: [] as OurVerdict[] }));
  const bare: number[] = [];
  // Once before it counts: files of the image into memory, the checker of sources into this process.
  await ourVerdict(app, model, ['pages']);
  await sandbox.installAndTest();
  for (let turn = 1; turn <= bench.runs; turn++) {
    for (const each of ours) {
      bench.progress.start(`ours: ${each.name}, ${turn} of ${bench.runs}`);
      each.runs.push(await ourVerdict(app, model, each.checks));
    }
    bench.progress.start(`odoo -i in a running sandbox, ${turn} of ${bench.runs}`);
    bare.push(await sandbox.installAndTest());
  }
  await sandbox.end();
  return { ours, bare };
}

function section({ ours, bare, narrow, pages, naive }: Measured): Section {
  const inBare = (times: readonly number[]): string => (median(times) / median(bare)).toFixed(2);
  const row = (what: string, times: readonly number[]): string[] => [what, seconds(median(times)), `${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`, inBare(times)];
  const naiveRan = naive.summary === null ? 'ended before it was through' : `${naive.summary.run} tests`;
  const last = ours.at(-1);
  const steps = Object.keys(last?.runs[0]?.steps ?? {});
  return {
    title: 'Verdict on examples/library.yaml',
    tables: [
      table(
        ['what', 'median', 'from, to', 'in (1)'],
        [
          ...ours.map(({ name, runs }) => row(`ours: ${name}`, runs.map(({ ms }) => ms))),
          row('(1) odoo -i M --test-tags /M, cloned database, running sandbox', bare),
          row('cold container, empty database: odoo -i M --test-tags /M', narrow.map(({ ms }) => ms)),
          row('cold container, empty database: tests and pages', pages),
          row(`(2) cold container, empty database: odoo -i M --test-enable (${naiveRan})`, [naive.ms]),
        ],
      ),
      table(['step of ours', ...ours.map(({ name }) => name)], steps.map((step) => [step, ...ours.map(({ runs }) => (runs[0]?.steps[step] === undefined ? '' : seconds(median(runs.map((run) => run.steps[step] ?? 0)))))])),
    ],
    goals: ours.flatMap(({ name, runs }) => {
      const ms = median(runs.map((run) => run.ms));
      const [times, faster] = [ms / median(bare), naive.ms / ms];
      return [
        { goal: `verdict (${name}): at most ${TIMES_BARE} times the bare odoo -i (1)`, measured: `${times.toFixed(2)} times`, met: times <= TIMES_BARE },
        { goal: `verdict (${name}): at least ${FASTER_THAN_COLD} times faster than a naive cold container (2)`, measured: `${naive.summary === null ? '> ' : ''}${faster.toFixed(1)} times`, met: faster >= FASTER_THAN_COLD },
      ];
    }),
  };
}
