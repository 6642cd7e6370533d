import { asBuilderError, BuilderError } from '../domain/errors.js';
import { NO_USAGE, type Command, type Session, type Stage, type Usage } from '../domain/session.js';
import type { StageLease } from '../ports/session-store.js';
import type { App } from './app.js';
import { commitStage } from './commit-stage.js';
import { keepLease } from './keep-lease.js';

/** What a working step is given. */
export interface StageContext {
  readonly session: Session;
  readonly lease: StageLease;
  /** Aborted when the lease is lost or the session has moved on (cancelled, expired). */
  readonly signal: AbortSignal;
  /** One line for a person who watches; it may get lost. */
  progress(message: string): Promise<void>;
  /** Clearing up that the commit need not wait for; it begins at once, and the stage returns when it has ended. A failure is logged. */
  afterwards(clearUp: () => Promise<unknown>): void;
}

/**
 * Works on one stage under its lease and commits what `work` returns, with the fence that was taken.
 * An error of `work` becomes `stage_failed`, to be tried again iff it is transient.
 * @returns the session afterwards, or null when there was nothing to do here: another state, another worker, a lost lease
 */
export async function runStage(app: App, sessionId: string, stage: Stage, work: (context: StageContext) => Promise<Command>): Promise<Session | null> {
  const ttlMs = app.config.OMB_STAGE_LEASE_SECONDS * 1000;
  const lease = await app.store.takeLease(sessionId, stage, ttlMs);
  if (lease === null) return null;
  const log = app.log.child({ sessionId, stage, fence: lease.fence });
  const kept = await keepLease(app, lease, ttlMs);
  const clearing: Promise<unknown>[] = [];
  const afterwards = (clearUp: () => Promise<unknown>): void => void clearing.push(clearUp().catch((error: unknown) => log.warn({ err: error }, 'not all was cleared up, the reaper will')));
  try {
    const session = await app.store.find(sessionId);
    if (session === null || session.state !== stage) return null;
    const progress = async (message: string): Promise<void> => {
      await app.events.publish({ kind: 'progress', sessionId, stage, message, at: app.clock.now().toISOString() }).catch((error: unknown) => log.debug({ err: error }, 'progress was lost'));
    };
    const command = await work({ session, lease, signal: kept.signal, progress, afterwards }).catch((error: unknown) => {
      if (!kept.signal.aborted) log[error instanceof BuilderError && error.kind !== 'bug' ? 'warn' : 'error']({ err: error }, 'the stage failed');
      return failure(error);
    });
    if (kept.signal.aborted) {
      log.info({ reason: String(kept.signal.reason) }, 'the stage was given up');
      return null;
    }
    return await commitStage(app, command, lease);
  } finally {
    await Promise.all(clearing);
    kept.stop();
    await app.store.releaseLease(lease).catch((error: unknown) => log.warn({ err: error }, 'the lease could not be released, it will run out'));
  }
}

/** What went wrong, as the session will tell it to a person; the inside of a bug stays in the log. */
function failure(thrown: unknown): Command {
  const error = asBuilderError(thrown);
  const message = error.kind === 'bug' ? 'An unexpected error happened inside the service. It has been logged for the operator.' : error.message;
  return { type: 'stage_failed', note: { code: error.code, message }, retryable: error.kind === 'transient', usage: usageOf(error) };
}

/** An error of the language model carries what was paid. */
function usageOf(error: BuilderError): Usage {
  const usage = error.details['usage'] as Partial<Usage> | undefined;
  return { inputTokens: usage?.inputTokens ?? 0, outputTokens: usage?.outputTokens ?? 0, llmCalls: usage?.llmCalls ?? NO_USAGE.llmCalls };
}
