import pRetry from 'p-retry';
import { BuilderError } from '../domain/errors.js';
import type { Command, Session } from '../domain/session.js';
import type { StageLease } from '../ports/session-store.js';
import type { App } from './app.js';

/**
 * Commits what a stage came to. A database that is away for a moment is waited for; the key makes a
 * commit whose answer was lost count once.
 * @returns null when the lease was lost meanwhile: somebody else goes on
 */
export async function commitStage(app: App, command: Command, lease: StageLease): Promise<Session | null> {
  const options = { lease, idempotencyKey: `stage:${lease.stage}:${lease.fence}` };
  try {
    const { session } = await pRetry(() => app.store.apply(lease.sessionId, command, options), {
      retries: 4,
      minTimeout: 250,
      shouldRetry: ({ error }) => error instanceof BuilderError && error.kind === 'transient',
    });
    return session;
  } catch (error) {
    if (!(error instanceof BuilderError) || error.kind !== 'conflict') throw error;
    app.log.info({ sessionId: lease.sessionId, stage: lease.stage, fence: lease.fence, code: error.code }, 'the outcome of a stage came too late');
    return null;
  }
}
