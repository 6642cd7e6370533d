import { join, resolve } from 'node:path';
import { ensureDocker } from './docker.js';
import { ensureImages } from './images.js';
import { ensureN8nRuntime } from './n8n-runtime.js';
import { ensureQueueTools } from './queue-tools.js';
import { ensurePostgres } from './postgres.js';
import type { Progress } from './progress.js';
import { startStack, type Stack } from './stack.js';
import { packPackage } from './tarball.js';

const ROOT = resolve(__dirname, '../../..');
const STATE = join(ROOT, '.local', 'start');

/**
 * All that is missing, set up, and the whole product started on this machine with the data of earlier starts.
 *
 * @param stops gets what ends each part, also when a later part fails: run them in reverse
 * @param once whether all ends after the job; who stays keeps the delivered session's instance for a day
 * @param inQueueMode as a deployment runs it
 * @param signal ends it after the step that it is at: half of a step could not be found again to be stopped
 */
export async function up(progress: Progress, stops: (() => Promise<void>)[], once: boolean, inQueueMode: boolean, signal?: AbortSignal): Promise<Stack> {
  const begin = (step: string): void => {
    signal?.throwIfAborted();
    progress.start(step);
  };
  const note = (line: string): void => progress.note(line);
  begin('Docker');
  await ensureDocker({ onProgress: note });
  begin('images and n8n');
  const [images, runtime] = await Promise.all([ensureImages({ root: ROOT, onProgress: note }), ensureN8nRuntime({ lockFolder: join(ROOT, 'deployment/n8n/runtime'), onProgress: note })]);
  const queue = inQueueMode ? await ensureQueueTools(ROOT, images.redis, note) : undefined;
  begin('Postgres');
  const postgres = await ensurePostgres({ image: images.postgres, stateDir: join(STATE, 'postgres'), onProgress: note });
  stops.push(() => postgres.stop());
  begin(inQueueMode ? 'n8n in queue mode, gateways, workflows' : 'n8n, gateways, workflows');
  const apiKey = process.env['OPENAI_API_KEY'];
  const stack = await startStack({
    root: ROOT,
    stateDir: STATE,
    databaseUrl: postgres.url,
    n8nDatabaseUrl: postgres.n8nUrl,
    images,
    runtime,
    queue,
    tarball: await packPackage(ROOT, join(STATE, 'pack')),
    ...(apiKey === undefined || apiKey === '' ? {} : { openAi: { apiKey, baseUrl: process.env['OPENAI_BASE_URL'], model: process.env['OPENAI_MODEL'], strongModel: process.env['OPENAI_MODEL_STRONG'] } }),
    ports: { n8n: 5678, gateway: 5680, uat: 5681 },
    // Who stays wants to try the module; a delivered session's instance is closed at once otherwise.
    // And to change it and see it tested again: for that an Odoo is kept ready.
    env: once ? {} : { OMB_UAT_GRACE_SECONDS: '86400', OMB_WARM_SANDBOXES: '1' },
    onProgress: note,
  });
  stops.push(() => stack.stop());
  progress.done();
  return stack;
}
