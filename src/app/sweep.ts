import { BuilderError } from '../domain/errors.js';
import type { NextStage } from './api/api.js';
import { stageOf } from './api/api.js';
import type { App } from './app.js';
import { closeUat } from './close-uat.js';

const BATCH = 100;

/** Ends what nobody came back for, and finds the stages whose worker died or whose pause after an error is over. */
export async function sweep(app: App): Promise<NextStage[]> {
  // Every 10 s, in whichever worker takes it: so it is seen that each of them executes.
  await app.figures.executed(app.config.OMB_PROCESS);
  for (const session of await app.store.overdue(BATCH)) {
    try {
      await app.store.apply(session.id, { type: 'expire' }, { expectedVersion: session.version });
      await closeUat(app, session.id);
    } catch (error) {
      // The session moved at this very moment, or Docker is away: the next sweep or reap looks again.
      if (!(error instanceof BuilderError) || error.kind === 'bug') throw error;
      app.log.info({ sessionId: session.id, code: error.code }, 'an overdue session was left alone');
    }
  }
  const stalled = await app.store.stalled(app.config.OMB_STAGE_RETRY_SECONDS * 1000, BATCH);
  return stalled.map(stageOf).filter((next) => next !== null);
}
