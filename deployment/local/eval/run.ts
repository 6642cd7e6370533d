import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { recordedExamples } from '../../../test/eval/recordings.js';
import { recorded } from '../../../test/fakes/recorded-openai.js';
import { startScriptedOpenAi } from '../../../test/fakes/scripted-openai.js';
import { Progress } from '../progress.js';
import { up } from '../up.js';
import { evaluate } from './evaluate.js';
import { readEvalOptions } from './options.js';
import { evalTable } from './row.js';

const ROOT = resolve(__dirname, '../../../..');
/** In how many ways each green module is broken, unless the environment says otherwise. */
const MUTANTS = '5';

/** `npm run eval`: the set-up of `npm start`, then every text of requirements; ends 0 when all are green and delivered. */
async function main(): Promise<number> {
  const options = readEvalOptions(process.argv.slice(2));
  const stops: (() => Promise<void>)[] = [];
  // What the set-up reads. Nobody is there to be asked at a soft cap.
  process.env['OPENAI_API_KEY'] ||= 'none';
  process.env['OPENAI_BASE_URL'] = options.requirements === null ? await answerAsRecorded(stops) : options.baseUrl;
  process.env['OPENAI_MODEL'] = options.model;
  if (options.judgeModel !== null) process.env['OPENAI_MODEL_STRONG'] = options.judgeModel;
  process.env['OMB_MUTANTS'] ||= MUTANTS;
  process.env['OMB_SOFT_CAP_PERCENT'] ||= '100';
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error(`Ended by ${signal}`)));
  const progress = new Progress(process.stdout);
  try {
    const stack = await up(progress, stops, true, false, interrupted.signal);
    const ended = new Promise<never>((_, reject) => interrupted.signal.addEventListener('abort', () => reject(interrupted.signal.reason as Error)));
    const out = resolve(options.out);
    await mkdir(out, { recursive: true });
    const rows = await Promise.race([evaluate(stack.frontend, options.requirements === null ? join(ROOT, 'examples') : resolve(options.requirements), out, (line) => progress.say(`  ${line}`), options.only), ended]);
    process.stdout.write(`\n${evalTable(rows)}\n\nzips and reports are in ${out}\n`);
    return rows.every(({ verdict, state }) => verdict === 'green' && state === 'delivered') ? 0 : 1;
  } finally {
    for (const stop of stops.splice(0).reverse()) await stop().catch((error: unknown) => void process.stderr.write(`While ending: ${String(error)}\n`));
  }
}

async function answerAsRecorded(stops: (() => Promise<void>)[]): Promise<string> {
  const server = await startScriptedOpenAi(recorded(recordedExamples(ROOT)));
  stops.push(() => server.close());
  return server.baseUrl;
}

// Not only the code: an evaluation that was interrupted still waits for its sessions.
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
