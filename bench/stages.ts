import type { Session, Stage } from '../src/domain/session.js';
import type { Verdict } from '../src/domain/verdict.js';
import type { Environment } from './environment.js';
import type { Bench, Section } from './section.js';
import { stageTimes } from './stage-times.js';
import { median } from './statistics.js';
import { seconds, table } from './table.js';

const STAGES: readonly Stage[] = ['specifying', 'coding', 'testing', 'opening_uat', 'packaging'];

interface Journey {
  readonly stages: ReadonlyMap<Stage, number>;
  /** Steps of the test run, milliseconds; `ui` follows `odoo`, `files` and `clone` run side by side. */
  readonly steps: Readonly<Record<string, number>>;
}

/** `examples/library.yaml` through the real webhooks, approved at each stop: where the time goes. */
export async function stages(bench: Bench): Promise<Section> {
  const environment = await bench.environment();
  const journeys: Journey[] = [];
  for (let run = 0; run < bench.runs; run++) journeys.push(await journey(environment, await environment.deliver()));
  return section(journeys);
}

async function journey({ app }: Environment, session: Session): Promise<Journey> {
  const report = session.report === null ? null : await app.artifacts.get(session.id, session.report);
  if (report === null) throw new Error(`The delivered session ${session.id} has no report`);
  const { durations } = JSON.parse(Buffer.from(report.bytes).toString('utf8')) as Verdict;
  return { stages: stageTimes(await app.store.events(session.id, 0)), steps: durations };
}

function section(journeys: readonly Journey[]): Section {
  const row = (name: string, times: readonly number[]): string[] => [name, seconds(median(times)), ...(times.length === 1 ? [] : [`${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`])];
  const columns = (first: string): string[] => [first, 'median', ...(journeys.length === 1 ? [] : ['from, to'])];
  const whole = journeys.map((each) => [...each.stages.values()].reduce((sum, time) => sum + time, 0));
  const steps = Object.keys(journeys[0]?.steps ?? {});
  return {
    title: 'The main job by stage',
    tables: [
      table(columns('stage'), [...STAGES.map((stage) => row(stage, journeys.map((each) => each.stages.get(stage) ?? 0))), row('together', whole)]),
      table(columns('step of testing'), steps.map((step) => row(step, journeys.map((each) => each.steps[step] ?? 0)))),
    ],
    goals: [],
  };
}
