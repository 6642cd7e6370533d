import { performance } from 'node:perf_hooks';
import { GIVE_WAY_CPU_MS } from '../../src/adapters/odoo/load-limits.js';
import { judge } from '../../src/app/judge/judge.js';
import { declaredTests } from '../../src/codegen/gates/declared-tests.js';
import { median } from '../../bench/statistics.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import type { Bench } from '../verdicts/try-case.js';
import { line } from './print-table.js';
import { hostile, inTest, type Probe } from './probe.js';

/** Hostile modules that go on until they are ended, each at one thing that a host has once. */
const ALL_DAY = 600_000;
const busy = (title: string, code: string): Probe => inTest(title, code, { stop: 'limit', kind: 'timeout', timeoutMs: ALL_DAY, says: /./ });
export const BUSY: readonly Probe[] = [
  busy('a fork bomb', 'import os\nimport time\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        time.sleep(0.01)'),
  busy('memory, all of it again and again', 'import os\nwhile True:\n    if os.fork() == 0:\n        hoard = []\n        while True:\n            hoard.append(bytearray(50_000_000))\n    os.wait()'),
  busy('both cores', 'import os\nfor _ in range(32):\n    if os.fork() == 0:\n        while True:\n            pass\nwhile True:\n    pass'),
  busy('disk, a table that is filled and emptied', 'cr = self.env.registry.cursor()\nwhile True:\n    cr._cnx.cursor().execute("CREATE TABLE heap AS SELECT repeat(md5(random()::text), 60) AS x FROM generate_series(1, 100000)")\n    cr._cnx.cursor().execute("DROP TABLE heap")\n    cr._cnx.commit()'),
  busy('a flood of log', 'import logging\nwhile True:\n    logging.getLogger(__name__).info("%s", "x" * 1000)'),
];

/** The module next door: sound, and judged while the hostile one runs. */
const NEXT_DOOR = hostile('next door', {}, { gate: null, stop: null, kind: null, says: /./ });
/** As much later may its verdict be. */
export const LATER = 0.2;

export interface Effect {
  readonly title: string;
  /** Seconds to the neighbour's verdict, median of those beside the hostile module, and of as many before and after it. */
  readonly alone: number;
  readonly beside: number;
  /** What its verdicts say beside the hostile module: the same as alone. */
  readonly unchanged: boolean;
}

/** How much later a verdict comes beside a hostile module, and whether it stays the same. */
export async function tryNeighbour(bench: Bench, busyProbe: Probe, times: number): Promise<Effect> {
  const alone: number[] = [];
  const beside: number[] = [];
  const said = new Set<string>();
  const take = async (into: number[]): Promise<void> => {
    const { seconds, verdict } = await verdictNextDoor(bench);
    into.push(seconds);
    said.add(verdict);
  };
  const takeSome = async (into: number[], number: number): Promise<void> => {
    for (let each = 0; each < number; each += 1) await take(into);
  };
  const before = Math.ceil(times / 2);
  await takeSome(alone, before);
  await bench.inSandbox(async (sandbox) => {
    const end = new AbortController();
    const { running, ended } = startBusy(bench, sandbox, busyProbe, end.signal);
    await running;
    await takeSome(beside, times);
    end.abort(new Error('enough'));
    await ended;
  });
  await takeSome(alone, times - before);
  return { title: busyProbe.title, alone: median(alone), beside: median(beside), unchanged: said.size === 1 && [...said][0] === SOUND };
}

const SOUND = JSON.stringify({ green: true, failures: [], tests: { declared: 2, run: 2, failed: 0, errors: 0, skipped: 0 } });

async function verdictNextDoor(bench: Bench): Promise<{ seconds: number; verdict: string }> {
  const { module, files, checks, timeoutMs } = NEXT_DOOR;
  const facts = await bench.python.inspect(files);
  const began = performance.now();
  const { observation } = await bench.inSandbox((sandbox) => bench.tester.test(sandbox, { module, files, checks, access: [], timeoutMs }));
  const seconds = (performance.now() - began) / 1000;
  const { green, failures, tests } = judge({ module, declared: declaredTests(facts), criteria: [], observation, checks, sources: { module, files, facts } });
  return { seconds, verdict: JSON.stringify({ green, failures, tests }) };
}

/** `running` when its hostile test has been at work for so long that it has to give way if it takes one core, or is over. */
function startBusy(bench: Bench, sandbox: Sandbox, { module, files, checks, timeoutMs }: Probe, signal: AbortSignal): { readonly running: Promise<void>; readonly ended: Promise<unknown> } {
  let begun = (): void => undefined;
  const running = new Promise<void>((resolve) => {
    begun = () => setTimeout(resolve, GIVE_WAY_CPU_MS);
  });
  const ended = bench.tester.test(sandbox, { module, files, checks, access: [], timeoutMs, signal, progress: (message) => message.includes('test_ac_2') && begun() }).catch((error: unknown) => error);
  return { running: Promise.race([running, ended.then(() => undefined)]), ended };
}

/** What neighbours felt, in Markdown. */
export function printEffects(effects: readonly Effect[]): string {
  const columns = ['ok', 'beside a sandbox with', 'verdict', 'alone (s)', 'beside it (s)', 'later'];
  return [line(columns), line(columns.map(() => '---')), ...effects.map((effect) => line([isHeld(effect) ? '✓' : '✗', effect.title, effect.unchanged ? 'unchanged' : 'changed', effect.alone.toFixed(1), effect.beside.toFixed(1), `${Math.round((effect.beside / effect.alone - 1) * 100)} %`]))].join('\n');
}

export const isHeld = ({ unchanged, alone, beside }: Effect): boolean => unchanged && beside / alone - 1 <= LATER;
