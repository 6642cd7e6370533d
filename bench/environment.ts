import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import { ensureDocker } from '../deployment/local/docker.js';
import { ensureImages } from '../deployment/local/images.js';
import { ensureN8nRuntime } from '../deployment/local/n8n-runtime.js';
import { ensurePostgres } from '../deployment/local/postgres.js';
import type { Progress } from '../deployment/local/progress.js';
import { startStack, type Stack } from '../deployment/local/stack.js';
import { packPackage } from '../deployment/local/tarball.js';
import type { App } from '../src/app/app.js';
import { composeApp } from '../src/compose.js';

export interface Environment {
  readonly root: string;
  readonly workDir: string;
  readonly sandboxImage: string;
  readonly stack: Stack;
  /** The product composed in this process over the stack's database: prepares sessions and reads what happened. */
  readonly app: App;
  /** `examples/library.yaml`. */
  readonly spec: string;
  stop(): Promise<void>;
}

/** The whole product with databases of its own in a throwaway Postgres. Everything is gone after `stop()`. */
export async function startEnvironment(root: string, progress: Progress): Promise<Environment> {
  const workDir = join(root, '.local', 'bench');
  await mkdir(workDir, { recursive: true });
  const onProgress = (line: string): void => progress.note(line);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    progress.start('Docker, images, n8n');
    await ensureDocker({ onProgress });
    const [images, runtime] = await Promise.all([ensureImages({ root, onProgress }), ensureN8nRuntime({ lockFolder: join(root, 'deployment/n8n/runtime'), onProgress })]);
    progress.start('Postgres');
    const postgres = await ensurePostgres({ image: images.postgres, stateDir: join(workDir, 'postgres'), name: 'omb-bench-postgres', volume: 'omb-bench-postgres-data', onProgress });
    stops.push(() => postgres.stop({ removeVolume: true }));
    const databases = await createDatabases(postgres.url);
    stops.push(databases.drop);
    progress.start('n8n, gateways, workflows');
    const stateDir = join(workDir, 'stack');
    // The key of n8n's credentials lives here and belongs to a database that is gone.
    await rm(stateDir, { recursive: true, force: true });
    const stack = await startStack({ root, stateDir, databaseUrl: databases.product, n8nDatabaseUrl: databases.n8n, images, runtime, tarball: await packPackage(root, join(workDir, 'pack')), env: overrides(), onProgress });
    stops.push(() => stack.stop());
    const app = await composeApp({ postgres: databases.product, redis: null, openai: null, docker: null }, { OMB_LOG_LEVEL: 'silent', OMB_SANDBOX_IMAGE: images.sandbox });
    stops.push(() => app.events.close());
    progress.done();
    return { root, workDir, sandboxImage: images.sandbox, stack, app, spec: await readFile(join(root, 'examples/library.yaml'), 'utf8'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createDatabases(adminUrl: string): Promise<{ readonly product: string; readonly n8n: string; drop(): Promise<void> }> {
  const suffix = randomBytes(4).toString('hex');
  const names = { product: `bench_${suffix}`, n8n: `bench_n8n_${suffix}` };
  const admin = new Pool({ connectionString: adminUrl, max: 1 });
  admin.on('error', () => undefined);
  for (const name of Object.values(names)) await admin.query(`CREATE DATABASE ${name}`);
  const at = (name: string): string => Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString();
  return {
    product: at(names.product),
    n8n: at(names.n8n),
    async drop() {
      for (const name of Object.values(names)) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** `BENCH_ENV='{"N8N_EXPRESSION_ENGINE":"legacy"}'` tries a setting of n8n or ours without a change of the code. */
function overrides(): Record<string, string> {
  return JSON.parse(process.env['BENCH_ENV'] || '{}') as Record<string, string>;
}
