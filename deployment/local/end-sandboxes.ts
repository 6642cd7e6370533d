import { Pool } from 'pg';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { installationId } from '../../src/adapters/postgres/installation.js';
import { systemClock } from '../../src/adapters/system-clock.js';

export interface EndSandboxes {
  /** The product's database: it knows which sandboxes are ours. */
  readonly databaseUrl: string;
  readonly image: string;
  readonly socketRoot: string;
}

/** Ends what still runs for this installation: tests in the middle, live instances that were left to their person. Of which sessions, and of others where a sandbox had expired. */
export async function endSandboxes({ databaseUrl, image, socketRoot }: EndSandboxes): Promise<readonly (string | null)[]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    // A database that was never set up has no id, and no sandbox was opened over it.
    const { rows } = await pool.query<{ known: boolean }>("SELECT to_regclass('omb.installation') IS NOT NULL AS known");
    if (rows[0]?.known !== true) return [];
    const host = new DockerSandboxHost({ name: 'local', connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, installation: await installationId(pool), uatSocketRoot: socketRoot, clock: systemClock });
    return (await host.reap(async () => false)).map(({ sessionId }) => sessionId);
  } finally {
    await pool.end();
  }
}
