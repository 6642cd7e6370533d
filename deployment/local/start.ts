import { resolve } from 'node:path';
import { readText } from './frontend.js';
import { runJob, type JobResult } from './job.js';
import { readOptions, USAGE, type StartOptions } from './options.js';
import { Progress } from './progress.js';
import type { Stack } from './stack.js';
import { up } from './up.js';

const JOB_TIMEOUT_MS = 30 * 60_000;

/** `npm start`: sets up all that is missing, then does the main job through the real webhooks. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const input = await readInput(options);
  const stops: (() => Promise<void>)[] = [];
  const interrupted = new AbortController();
  // One Ctrl-C may arrive twice, from the terminal and from npm: the second changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error(`Ended by ${signal}`)));
  const progress = new Progress(process.stdout);
  const startedAt = Date.now();
  try {
    const stack = await up(progress, stops, options.once, options.queue, interrupted.signal);
    interrupted.signal.throwIfAborted();
    const result = await orAborted(runJob(stack.frontend, { input, outDir: resolve(options.out), timeoutMs: JOB_TIMEOUT_MS }, progress), interrupted.signal);
    progress.done();
    process.stdout.write(summary(result, stack, Date.now() - startedAt, options.once));
    if (!options.once) {
      process.stdout.write('\nEverything stays up until Ctrl-C.\n');
      await new Promise<void>((done) => (interrupted.signal.aborted ? done() : interrupted.signal.addEventListener('abort', () => done())));
      return 0;
    }
    return result.delivered ? 0 : 1;
  } catch (error) {
    progress.fail();
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    for (const stop of stops.splice(0).reverse()) await stop().catch((error: unknown) => void process.stderr.write(`While ending: ${String(error)}\n`));
  }
}

async function readInput(options: StartOptions): Promise<{ readonly spec: string } | { readonly requirements: string }> {
  if (options.requirements === null) return { spec: await readText(resolve(options.spec)) };
  if ((process.env['OPENAI_API_KEY'] ?? '') === '') {
    throw new Error('--requirements needs a language model: set OPENAI_API_KEY (and OPENAI_BASE_URL, OPENAI_MODEL for one that is not OpenAI’s), or describe the module as a ModuleSpec and use --spec (examples/library.yaml shows how).');
  }
  return { requirements: await readText(resolve(options.requirements)) };
}

function summary(result: JobResult, stack: Stack, ms: number, once: boolean): string {
  const rows: [string, string][] = [['verdict', result.verdict]];
  if (result.zip !== null) rows.push(['zip', `${result.zip.path} (${Math.ceil(result.zip.bytes / 1024)} KiB)`], ['sha256', result.zip.digest]);
  if (result.reason !== null) rows.push(['not delivered', result.reason]);
  if (result.uat !== null) {
    rows.push(['tried at', once ? `${result.uat.address} (closed after the delivery)` : result.uat.address], ['login', `${result.uat.login} / ${result.uat.password}`]);
    if (!once) rows.push(['one-time link', result.uat.link]);
  }
  rows.push(['editor', stack.editor.url]);
  if (stack.editor.door !== undefined) rows.push(['nginx asks', `${stack.editor.door.name} / ${stack.editor.door.password}`]);
  rows.push(['login', `${stack.editor.email} / ${stack.editor.password}`], ['webhooks', `${stack.frontend.webhookUrl}  (X-API-Key: ${stack.frontend.apiKey})`], ['time', `${(ms / 1000).toFixed(1)} s`]);
  return `\n${rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`).join('\n')}\n`;
}

/** The promise, or a rejection as soon as the signal comes. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolvePromise, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    promise.then(resolvePromise, reject);
  });
}

main().then(
  (code) => {
    process.exit(code);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
