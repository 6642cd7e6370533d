import Docker from 'dockerode';
import pRetry from 'p-retry';
import { Client } from 'pg';
import { BuilderError } from '../../src/domain/errors.js';
import { externalPostgres } from './postgres-external.js';
import { runPostgres, setUpProduct } from './postgres-container.js';
import { postgresState, stateName } from './postgres-state.js';

export interface PostgresOptions {
  /** `omb-postgres:<digest>` of `ensureImages`. */
  readonly image: string;
  /** Holds `postgres.json` (password and port, mode 0600). */
  readonly stateDir: string;
  /** Container and volume; left out, both carry a short digest of `stateDir`: data and password belong together. */
  readonly name?: string;
  readonly volume?: string;
  /** The product's role may make further databases: for tests and benches, which give each stack its own. */
  readonly mayCreateDatabases?: boolean;
  readonly onProgress?: (line: string) => void;
}

export interface LocalPostgres {
  /** Database of the product, as postgres:// URL. */
  readonly url: string;
  /** n8n's database. */
  readonly n8nUrl: string;
  /** Ends the container; the data stays in the volume unless `removeVolume`. Nothing happens to a Postgres of DATABASE_URL. */
  stop(options?: { readonly removeVolume?: boolean }): Promise<void>;
}

/** initdb of a new volume takes 2 s on 2 cores; a recovery after a crash can take longer. */
const READY_MS = 90_000;

/**
 * Postgres 17 in a container on 127.0.0.1 with the databases `omb` and `n8n`; or the one of DATABASE_URL.
 * Ready when it has been asked and has answered. One that an earlier, killed run left behind is taken over.
 *
 * @throws BuilderError transient `postgres_not_ready` with the end of its log
 */
export async function ensurePostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const given = process.env['DATABASE_URL'];
  if (given) return externalPostgres(given, process.env['N8N_DATABASE_URL']);

  const docker = new Docker();
  const name = options.name ?? `omb-postgres-${stateName(options.stateDir)}`;
  const volume = options.volume ?? `omb-postgres-data-${stateName(options.stateDir)}`;
  const running = await runPostgres(docker, { name, volume, image: options.image, chooseState: (inUse) => postgresState(options.stateDir, inUse) });
  const { port, password } = running.state;
  const url = (database: string): string => `postgres://omb:${password}@127.0.0.1:${port}/${database}`;
  try {
    await untilReady(async () => {
      await setUpProduct(running.container, { password, mayCreateDatabases: options.mayCreateDatabases ?? false });
      await answers(url('omb'));
    });
  } catch (cause) {
    const log = await running.container.logs({ stdout: true, stderr: true, tail: 15 }).catch(() => '');
    throw new BuilderError('transient', 'postgres_not_ready', `Postgres (container ${name}) does not answer: ${(cause as Error).message}\n${log.toString()}`, { cause });
  }
  options.onProgress?.(`Postgres: ready on 127.0.0.1:${port}`);
  return {
    url: url('omb'),
    n8nUrl: url('n8n'),
    async stop(end = {}) {
      await running.remove();
      if (end.removeVolume === true) await docker.getVolume(volume).remove();
    },
  };
}

async function untilReady(attempt: () => Promise<void>): Promise<void> {
  await pRetry(attempt, { retries: 600, factor: 1, minTimeout: 150, maxRetryTime: READY_MS });
}

async function answers(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end();
  }
}
