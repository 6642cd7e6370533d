import { n8nBaseUrl } from '../deployment/local/n8n-env.js';
import { DEFAULT_CHECKS } from '../src/domain/check.js';
import { acknowledged } from './acknowledgement.js';
import { startEnvironment, type Environment } from './environment.js';
import { ourVerdict } from './our-verdict.js';
import type { Bench, Section } from './section.js';

const TESTS_AT_ONCE = 2;

/**
 * Queue mode, asked past nginx: it lets one address ask 50 times a second, which is less than what is measured. Two modules are
 * under test all the while.
 */
export async function queueAcknowledgement(bench: Bench): Promise<Section> {
  await bench.endEnvironment();
  const environment = await startEnvironment(bench.root, bench.progress, { inQueueMode: true });
  const stop = bench.teardown.add(() => environment.stop());
  const { queue } = environment.stack;
  if (queue === undefined) throw new Error('The environment is not in queue mode');
  const bases = queue.ports.webhooks.map((port) => `${n8nBaseUrl(port)}/webhook`);
  const tests = await keepTesting(environment, (line) => bench.progress.note(line));
  let tested: Tested;
  let measured: Section;
  try {
    measured = await acknowledged(bench, environment, { title: 'Acknowledgement in queue mode, while two modules are tested', requests: { 1: 15, 10: 60, 50: 150 }, goal: 0.8, bases });
  } finally {
    tested = await tests.end();
  }
  await stop();
  return { ...measured, goals: [...measured.goals, { goal: 'the modules that are tested meanwhile are green', measured: `${tested.green} of ${tested.verdicts}`, met: tested.green === tested.verdicts }] };
}

interface Tested {
  readonly verdicts: number;
  readonly green: number;
}

/** Tests the delivered module over and over; `end` waits for those under way. */
async function keepTesting(environment: Environment, note: (line: string) => void): Promise<{ end(): Promise<Tested> }> {
  const model = await environment.delivered();
  const app = await environment.composed({});
  let over = false;
  let [verdicts, green] = [0, 0];
  const lanes = Promise.all(Array.from({ length: TESTS_AT_ONCE }, async () => {
    while (!over) {
      verdicts += 1;
      await ourVerdict(app, model, DEFAULT_CHECKS).then(() => (green += 1), (error: unknown) => note(String(error)));
    }
  }));
  return {
    async end() {
      over = true;
      await lanes;
      return { verdicts, green };
    },
  };
}
