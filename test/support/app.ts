import type { App } from '../../src/app/app.js';
import { PostgresFigureStore } from '../../src/adapters/postgres/figure-store.js';
import { PostgresArtifactStore } from '../../src/adapters/postgres/artifact-store.js';
import { PostgresEvents } from '../../src/adapters/postgres/events.js';
import { PostgresSessionStore } from '../../src/adapters/postgres/session-store.js';
import { PostgresUatStates } from '../../src/adapters/postgres/uat-states.js';
import { PostgresUatStore } from '../../src/adapters/postgres/uat-store.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import type { LanguageModel } from '../../src/ports/language-model.js';
import { MemoryCureStore } from '../fakes/memory-cure-store.js';
import type { TestDatabase } from './postgres.js';

/** A model that is configured and must not be called. */
export const UNUSED_MODEL: LanguageModel = { model: 'unused', complete: () => Promise.reject(new Error('no test of this file calls the model')) };

/** What is not to be used in a test says so when it is. */
const unused = <T extends object>(name: string): T => new Proxy({} as T, { get: () => { throw new Error(`${name} is not part of this test`); } });

/** The application on a real database, without Docker and without a language model unless given. */
export function testApp(database: TestDatabase, overrides: Partial<App> = {}, env: Readonly<Record<string, string>> = {}): App & { readonly events: App['events'] } {
  const log = createLog('silent');
  const { pool } = database;
  return {
    store: new PostgresSessionStore(pool, systemClock),
    artifacts: new PostgresArtifactStore(pool),
    answers: unused('answers'),
    cures: new MemoryCureStore(),
    figures: new PostgresFigureStore(pool),
    strongModel: null,
    uats: new PostgresUatStore(pool),
    uatStates: new PostgresUatStates(pool),
    events: new PostgresEvents(pool, database.url, log),
    model: null,
    pool: null,
    hosts: null,
    tester: null,
    warm: null,
    python: unused('python'),
    liveOdoo: unused('liveOdoo'),
    pack: unused('pack'),
    clock: systemClock,
    config: readConfig(env),
    log,
    ...overrides,
  };
}
