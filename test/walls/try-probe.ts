import { performance } from 'node:perf_hooks';
import { judge } from '../../src/app/judge/judge.js';
import { declaredTests } from '../../src/codegen/gates/declared-tests.js';
import { runGates } from '../../src/codegen/gates/run-gates.js';
import { BuilderError } from '../../src/domain/errors.js';
import type { Failure } from '../../src/domain/verdict.js';
import type { Bench } from '../verdicts/try-case.js';
import { THROUGH, type Probe } from './probe.js';

export interface Row {
  readonly probe: Probe;
  /** The gate's first refusal. */
  readonly gate: Failure | null;
  /** What the run came to with the gates passed over; null when it came to no verdict. */
  readonly failure: Failure | null;
  /** What the report says, in plain words. */
  readonly sentence: string;
  readonly seconds: number;
  /** What is not as it should be. */
  readonly wrong: readonly string[];
}

/** The gates' word on a hostile module, and then the verdict of a real Odoo on it as if they had let it in. */
export async function tryProbe(bench: Bench, probe: Probe, neighbour: string): Promise<Row> {
  const { module, checks, timeoutMs } = probe;
  const files = probe.files.map(({ path, content }) => ({ path, content: typeof content === 'string' ? content.replaceAll('{neighbour}', neighbour) : content }));
  const facts = await bench.python.inspect(files);
  const [gate = null] = runGates({ name: module, files, facts });
  const began = performance.now();
  const end = await bench.inSandbox(async (sandbox) => {
    try {
      const { observation } = await bench.tester.test(sandbox, { module, files, checks, access: [], timeoutMs });
      return judge({ module, declared: declaredTests(facts), criteria: [], observation, checks, sources: { module, files, facts } });
    } catch (error) {
      if (error instanceof BuilderError) return error;
      throw error;
    }
  });
  const seconds = (performance.now() - began) / 1000;
  return end instanceof BuilderError
    ? { probe, gate, failure: null, sentence: end.message, seconds, wrong: [...wrongWithGate(probe, gate), ...wrongEnd(probe, null, end.message, false), ...late(probe, seconds)] }
    : { probe, gate, failure: end.failures[0] ?? null, sentence: end.failures[0]?.sentence ?? 'green', seconds, wrong: [...wrongWithGate(probe, gate), ...wrongEnd(probe, end.failures[0] ?? null, textOf(end.failures), end.green), ...late(probe, seconds)] };
}

const textOf = (failures: readonly Failure[]): string => failures.map(({ message, traceback, sentence }) => `${message}\n${traceback ?? ''}\n${sentence}`).join('\n');

function wrongWithGate({ gate: expected }: Probe, gate: Failure | null): string[] {
  return (gate?.by ?? null) === expected ? [] : [`the gate is ${gate?.by ?? 'none'}, not ${expected ?? 'none'}`];
}

function wrongEnd({ stop, kind, says }: Probe, failure: Failure | null, text: string, green: boolean): string[] {
  const shown = failure === null ? text : `${failure.message}\n${failure.sentence}`;
  return [
    ...(text.includes(THROUGH) ? ['it got through'] : []),
    ...(stop === 'gate' && !green ? ['something besides the gate stops it: say what'] : []),
    ...(stop !== null && stop !== 'gate' && green ? ['it is called green'] : []),
    ...(stop === null && !green ? [`it does no harm, and is not green: ${shown.slice(0, 300)}`] : []),
    ...((failure?.kind ?? null) === kind ? [] : [`the verdict is ${failure?.kind ?? 'none'}, not ${kind ?? 'none'}: ${shown.slice(0, 300)}`]),
    ...(says.test(shown) ? [] : [`it says ${JSON.stringify(shown.slice(0, 300))}, not ${String(says)}`]),
  ];
}

const late = ({ withinSeconds }: Probe, seconds: number): string[] => (seconds <= withinSeconds ? [] : [`it took ${seconds.toFixed(0)} s, more than ${withinSeconds} s`]);

