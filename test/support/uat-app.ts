import { PostgresArtifactStore } from '../../src/adapters/postgres/artifact-store.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { PostgresSessionStore } from '../../src/adapters/postgres/session-store.js';
import { PostgresUatStates } from '../../src/adapters/postgres/uat-states.js';
import { PostgresUatStore } from '../../src/adapters/postgres/uat-store.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { zipModule } from '../../src/adapters/zip/zip-module.js';
import type { App } from '../../src/app/app.js';
import type { Config } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import type { LiveOdoo } from '../../src/ports/live-odoo.js';
import type { SandboxHost } from '../../src/ports/sandbox.js';
import type { TestDatabase } from './postgres.js';

/** The application with a real database and what is given for the Docker host; only what UAT and delivery use. */
export function uatApp(database: TestDatabase, config: Config, host: SandboxHost, liveOdoo: LiveOdoo): App {
  const log = createLog('silent');
  return {
    store: new PostgresSessionStore(database.pool, systemClock),
    artifacts: new PostgresArtifactStore(database.pool),
    uats: new PostgresUatStore(database.pool),
    uatStates: new PostgresUatStates(database.pool),
    events: { publish: async () => undefined, subscribe: async () => async () => undefined, close: async () => undefined },
    pool: new PostgresSandboxPool(database.pool, [host], config, systemClock, log),
    liveOdoo, pack: zipModule, clock: systemClock, config, log,
  } as unknown as App;
}
