import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDocker } from '../deployment/local/docker.js';
import { ensureImages } from '../deployment/local/images.js';
import { runJob } from '../deployment/local/job.js';
import { n8nBaseUrl } from '../deployment/local/n8n-env.js';
import { ensureN8nRuntime } from '../deployment/local/n8n-runtime.js';
import type { Progress } from '../deployment/local/progress.js';
import { ensureQueueTools } from '../deployment/local/queue-tools.js';
import { startStack, type Stack } from '../deployment/local/stack.js';
import { packPackage } from '../deployment/local/tarball.js';
import { startTestRun } from '../deployment/local/test-run.js';
import type { App } from '../src/app/app.js';
import { composeApp } from '../src/compose.js';
import type { Session } from '../src/domain/session.js';
import { StageDoor } from './stage-door.js';
import { Teardown } from './teardown.js';

const JOB_TIMEOUT_MS = 15 * 60_000;

export interface Environment {
  readonly sandboxImage: string;
  readonly stack: Stack;
  /** Open, until a section closes it. */
  readonly door: StageDoor;
  /** Where an open door leads: the webhooks of the stages. */
  readonly stagesUrl: string;
  /** The product composed in this process over the stack's database: prepares sessions, works on some, reads what happened. */
  readonly app: App;
  /** The same with other settings; its connections end with the environment. */
  composed(env: Readonly<Record<string, string>>): Promise<App>;
  /** `examples/library.yaml`. */
  readonly spec: string;
  /** A session that went the whole way through the real webhooks: the first one made, for whoever needs its module. */
  delivered(): Promise<Session>;
  /** Takes another one the whole way. @throws Error when it is not delivered */
  deliver(): Promise<Session>;
  stop(): Promise<void>;
}

/** The whole product with databases of its own in a throwaway Postgres, in one process or as a deployment runs it. Everything is gone after `stop()`. */
export async function startEnvironment(root: string, progress: Progress, { inQueueMode = false } = {}): Promise<Environment> {
  const onProgress = (line: string): void => progress.note(line);
  const teardown = new Teardown();
  try {
    progress.start('Docker, images, n8n');
    await ensureDocker({ onProgress });
    const [images, runtime] = await Promise.all([ensureImages({ root, onProgress }), ensureN8nRuntime({ lockFolder: join(root, 'deployment/n8n/runtime'), onProgress })]);
    progress.start('Postgres');
    // Thousands of sessions are made: none of them in a database that somebody has named for the product.
    delete process.env['DATABASE_URL'];
    const run = await startTestRun(join(root, '.local', 'bench'), images.postgres, onProgress, 'bench');
    teardown.add(() => run.end());
    const { url: databaseUrl, n8nUrl: n8nDatabaseUrl } = run.postgres;
    const door = await StageDoor.listen();
    teardown.add(() => door.stop());
    progress.start('n8n, gateways, workflows');
    const stack = await startStack({
      ...(inQueueMode ? { queue: await ensureQueueTools(root, images.redis, onProgress) } : {}),
      root,
      stateDir: join(run.folder, 'stack'),
      databaseUrl,
      n8nDatabaseUrl,
      images,
      runtime: { ...runtime, compileCache: join(run.folder, 'compile-cache') },
      tarball: await packPackage(root, join(run.folder, 'pack')),
      // Configured, so that prose is taken; never asked, because its stages wait behind the closed door.
      openAi: { apiKey: 'never-used', baseUrl: 'http://127.0.0.1:9/v1', model: 'none' },
      env: { OMB_STAGE_BASE_URL: door.url, ...overrides() },
      onProgress,
    });
    teardown.add(() => stack.stop());
    const stagesUrl = stack.queue === undefined ? stack.frontend.webhookUrl : `${n8nBaseUrl(stack.queue.ports.stages)}/webhook`;
    door.open(stagesUrl);
    const composed = async (env: Readonly<Record<string, string>>): Promise<App> => {
      const made = await composeApp({ postgres: databaseUrl, redis: null, openai: null, docker: { kind: 'socket', socketPath: '/var/run/docker.sock' } }, { OMB_LOG_LEVEL: 'silent', OMB_SANDBOX_IMAGE: images.sandbox, ...env });
      teardown.add(async () => {
        await made.warm?.close();
        await made.events.close();
      });
      return made;
    };
    const app = await composed({});
    progress.done();
    const spec = await readFile(join(root, 'examples/library.yaml'), 'utf8');
    const deliver = (): Promise<Session> => deliverOne(stack, app, { spec, outDir: join(run.folder, 'out') }, progress);
    let first: Promise<Session> | null = null;
    return { sandboxImage: images.sandbox, stack, door, stagesUrl, app, composed, spec, deliver, delivered: () => (first ??= deliver()), stop: () => ended(teardown) };
  } catch (error) {
    await teardown.all();
    throw error;
  }
}

async function deliverOne(stack: Stack, app: App, job: { readonly spec: string; readonly outDir: string }, progress: Progress): Promise<Session> {
  const result = await runJob(stack.frontend, { input: { spec: job.spec }, outDir: job.outDir, timeoutMs: JOB_TIMEOUT_MS }, progress);
  progress.done();
  const session = await app.store.find(result.sessionId);
  if (!result.delivered || session === null) throw new Error(`The main job was not delivered: ${result.reason ?? result.verdict}${await firstRed(app, result.sessionId)}`);
  return session;
}

async function ended(teardown: Teardown): Promise<void> {
  const errors = await teardown.all();
  if (errors.length > 0) throw new AggregateError(errors, `The environment did not end well: ${errors.map(String).join('; ')}`);
}

/** Why the first run of the tests was red: the module is known to be right, so it is something else. */
async function firstRed(app: App, sessionId: string): Promise<string> {
  for (const { name, digest } of await app.artifacts.list(sessionId)) {
    const verdict = name === 'verdict.json' ? await app.artifacts.get(sessionId, digest) : null;
    if (verdict !== null) return `\n${Buffer.from(verdict.bytes).toString('utf8').slice(0, 4000)}`;
  }
  return '';
}

/** `BENCH_ENV='{"N8N_EXPRESSION_ENGINE":"legacy"}'` tries a setting of n8n or ours without a change of the code. */
function overrides(): Record<string, string> {
  return JSON.parse(process.env['BENCH_ENV'] || '{}') as Record<string, string>;
}
