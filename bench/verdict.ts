import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../src/app/app.js';
import { loadModuleSource, type ModuleSource } from '../src/app/module-source.js';
import { appsOf } from '../src/domain/base-modules.js';
import { DEFAULT_CHECKS, type CheckName } from '../src/domain/check.js';
import type { Session } from '../src/domain/session.js';
import { RunningSandbox } from './bare-odoo.js';
import { coldOdoo, type ColdRun } from './cold-odoo.js';
import { ourVerdict, type OurVerdict } from './our-verdict.js';
import type { Bench, Goal, Section } from './section.js';
import { median } from './statistics.js';
import { subjects, writtenSession } from './subjects.js';
import { seconds, table } from './table.js';

/** How much is asked for, and how many times the bare run it may take; the last one is what a session gets beside the journeys, which are as long as its criteria. */
const OURS: readonly { readonly name: string; readonly checks: readonly CheckName[]; readonly timesBare: number }[] = [
  { name: 'gates and tests', checks: [], timesBare: 0.9 },
  { name: 'gates, tests, pages', checks: ['pages'], timesBare: 1.3 },
  { name: 'gates, tests, every check', checks: DEFAULT_CHECKS, timesBare: 2.5 },
];
const FASTER_THAN_COLD = { 'gates and tests': 20, 'gates, tests, every check': 10 } as Readonly<Record<string, number | undefined>>;
/** With `--test-enable` Odoo tests itself too, for more than half an hour; past this it is known well enough. */
const COLD_LIMIT_MS = 150_000;
const WARM_LIMIT_MS = 180_000;

interface Measured {
  readonly name: string;
  readonly ours: readonly OurVerdict[][];
  readonly bare: readonly { readonly ms: number; readonly withClone: number }[];
  readonly narrow: ColdRun;
  readonly naive: ColdRun;
}

/** From a module at hand to a committed verdict, against Odoo alone: warm, and from nothing. Ours and the warm one take turns. */
export async function verdict(bench: Bench): Promise<Section> {
  const environment = await bench.environment();
  const app = await environment.composed({ OMB_WARM_SANDBOXES: '1' });
  const measured: Measured[] = [];
  for (const subject of await subjects(bench.root)) {
    const model = await writtenSession(app, subject);
    const source = await loadModuleSource(app.artifacts, model);
    bench.progress.start(`${subject.name}: sandboxes`);
    measured.push({ name: subject.name, ...(await inTurns(bench, app, model, source)), ...(await cold(bench, environment.sandboxImage, source, subject.name)) });
  }
  bench.progress.done();
  return section(measured);
}

async function inTurns(bench: Bench, app: App, model: Session, source: ModuleSource): Promise<Pick<Measured, 'ours' | 'bare'>> {
  const { sandboxImage } = await bench.environment();
  const sandbox = await RunningSandbox.open(sandboxImage, source, bench.teardown);
  const apps = appsOf(source.spec.depends);
  const [ours, bare]: [OurVerdict[][], Measured['bare'][number][]] = [OURS.map(() => []), []];
  // Once before it counts: files of the image into memory, the checker of sources into this process.
  await ourVerdict(app, model, ['pages']);
  await sandbox.installAndTest();
  for (let turn = 1; turn <= bench.runs; turn++) {
    for (const [at, { name, checks }] of OURS.entries()) {
      await untilWarm(app, apps);
      bench.progress.start(`${source.spec.name}, ours: ${name}, ${turn} of ${bench.runs}`);
      ours[at]?.push(await ourVerdict(app, model, checks));
    }
    // The next warm sandbox is made now: not while something is timed.
    await untilWarm(app, apps);
    bench.progress.start(`${source.spec.name}, odoo -i in a running sandbox, ${turn} of ${bench.runs}`);
    bare.push(await sandbox.installAndTest());
  }
  await sandbox.end();
  return { ours, bare };
}

async function untilWarm(app: App, apps: readonly string[]): Promise<void> {
  for (let waited = 0; (app.warm?.idle(apps) ?? 0) === 0; waited += 100) {
    if (waited > WARM_LIMIT_MS) throw new Error('No sandbox became warm');
    await sleep(100);
  }
  await sleep(500);
}

async function cold(bench: Bench, image: string, source: ModuleSource, name: string): Promise<Pick<Measured, 'narrow' | 'naive'>> {
  bench.progress.start(`${name}, cold container, tests of the module alone`);
  const narrow = await coldOdoo(image, source, ['--test-tags', `/${source.spec.name}`], COLD_LIMIT_MS, bench.teardown);
  bench.progress.start(`${name}, cold container, --test-enable`);
  return { narrow, naive: await coldOdoo(image, source, ['--test-enable'], COLD_LIMIT_MS, bench.teardown) };
}

function section(measured: readonly Measured[]): Section {
  const range = (times: readonly number[]): string => `${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`;
  const rows = measured.flatMap(({ name, ours, bare, narrow, naive }) => {
    const floor = median(bare.map(({ ms }) => ms));
    const row = (what: string, times: readonly number[]): string[] => [name, what, seconds(median(times)), range(times), (median(times) / floor).toFixed(2)];
    return [
      ...OURS.map(({ name: much }, at) => row(`ours: ${much}`, (ours[at] ?? []).map(({ ms }) => ms))),
      row('(1) odoo -i M --test-tags /M, cloned database, running sandbox', bare.map(({ ms }) => ms)),
      row('the same, createdb -T before it', bare.map(({ withClone }) => withClone)),
      row('cold container, empty database: odoo -i M --test-tags /M', [narrow.ms]),
      row(`(2) cold container, empty database: odoo -i M --test-enable (${naive.summary === null ? 'ended before it was through' : `${naive.summary.run} tests`})`, [naive.ms]),
    ];
  });
  const library = measured[0];
  const steps = Object.keys(library?.ours.at(-1)?.[0]?.steps ?? {});
  const ofStep = (runs: readonly OurVerdict[], step: string): string => (runs[0]?.steps[step] === undefined ? '' : seconds(median(runs.map((run) => run.steps[step] ?? 0))));
  return {
    title: 'Verdict',
    tables: [
      table(['module', 'what', 'median', 'from, to', 'in (1)'], rows),
      table([`step of ours, ${library?.name ?? ''}`, ...OURS.map(({ name }) => name)], steps.map((step) => [step, ...(library?.ours ?? []).map((runs) => ofStep(runs, step))])),
    ],
    goals: measured.flatMap((each) => goalsOf(each)),
  };
}

function goalsOf({ name, ours, bare, naive }: Measured): Goal[] {
  const floor = median(bare.map(({ ms }) => ms));
  return OURS.flatMap(({ name: much, timesBare }, at) => {
    const ms = median((ours[at] ?? []).map((run) => run.ms));
    const [times, faster, wanted] = [ms / floor, naive.ms / ms, FASTER_THAN_COLD[much]];
    return [
      { goal: `${name}, ${much}: at most ${timesBare} times the bare odoo -i (1)`, measured: `${times.toFixed(2)} times`, met: times <= timesBare },
      ...(wanted === undefined ? [] : [{ goal: `${name}, ${much}: at least ${wanted} times faster than a naive cold container (2)`, measured: `${naive.summary === null ? '> ' : ''}${faster.toFixed(1)} times`, met: faster >= wanted }]),
    ];
  });
}
