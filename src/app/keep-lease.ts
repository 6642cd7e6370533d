import type { StageLease } from '../ports/session-store.js';
import type { App } from './app.js';

export interface KeptLease {
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Renews a lease three times in its life. Aborts when it is lost, when the session leaves the stage
 * (heard live, seen at the next renewal at the latest), and when the database has been away for the lease's whole life.
 */
export async function keepLease(app: App, lease: StageLease, ttlMs: number): Promise<KeptLease> {
  const ended = new AbortController();
  let renewedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;

  const beat = async (): Promise<void> => {
    clearTimeout(timer);
    try {
      if (await app.store.renewLease(lease, ttlMs)) renewedAt = performance.now();
      else ended.abort(new Error('the lease was lost'));
    } catch (error) {
      app.log.warn({ err: error, sessionId: lease.sessionId }, 'the lease could not be renewed');
      if (performance.now() - renewedAt > ttlMs) ended.abort(new Error('the lease ran out'));
    }
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    if (!ended.signal.aborted && !stopped) timer = setTimeout(() => void beat(), ttlMs / 3);
  };
  let stopped = false;
  schedule();

  const unsubscribe = await app.events
    .subscribe(lease.sessionId, (message) => {
      // A late word of an earlier state proves nothing: the store is asked. Every transition ends the lease.
      if (message.kind === 'transition' && message.state !== lease.stage) void beat();
    })
    .catch(() => null);

  return {
    signal: ended.signal,
    stop() {
      stopped = true;
      clearTimeout(timer);
      void unsubscribe?.().catch(() => {});
    },
  };
}
