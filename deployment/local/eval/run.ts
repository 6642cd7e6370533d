import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Progress } from '../progress.js';
import { up } from '../up.js';
import { evaluate } from './evaluate.js';
import { readEvalOptions } from './options.js';
import { evalTable } from './row.js';

/** In how many ways each green module is broken, unless the environment says otherwise. */
const MUTANTS = '5';

/** `npm run eval`: the set-up of `npm start`, then every text of requirements; ends 0 when all are green and delivered. */
async function main(): Promise<number> {
  const options = readEvalOptions(process.argv.slice(2));
  // What the set-up reads. Nobody is there to be asked at a soft cap.
  process.env['OPENAI_API_KEY'] ||= 'none';
  process.env['OPENAI_BASE_URL'] = options.baseUrl;
  process.env['OPENAI_MODEL'] = options.model;
  if (options.judgeModel !== null) process.env['OPENAI_MODEL_STRONG'] = options.judgeModel;
  process.env['OMB_MUTANTS'] ||= MUTANTS;
  process.env['OMB_SOFT_CAP_PERCENT'] ||= '100';
  const stops: (() => Promise<void>)[] = [];
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error(`Ended by ${signal}`)));
  const progress = new Progress(process.stdout);
  try {
    const stack = await up(progress, stops, true, false, interrupted.signal);
    const ended = new Promise<never>((_, reject) => interrupted.signal.addEventListener('abort', () => reject(interrupted.signal.reason as Error)));
    const out = resolve(options.out);
    await mkdir(out, { recursive: true });
    const rows = await Promise.race([evaluate(stack.frontend, resolve(options.requirements), out, (line) => progress.say(`  ${line}`)), ended]);
    process.stdout.write(`\n${evalTable(rows)}\n\nzips and reports are in ${out}\n`);
    return rows.every(({ verdict, state }) => verdict === 'green' && state === 'delivered') ? 0 : 1;
  } finally {
    for (const stop of stops.splice(0).reverse()) await stop().catch((error: unknown) => void process.stderr.write(`While ending: ${String(error)}\n`));
  }
}

// Not only the code: an evaluation that was interrupted still waits for its sessions.
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
