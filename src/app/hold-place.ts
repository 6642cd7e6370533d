import type { PoolLease } from '../ports/sandbox.js';
import type { App } from './app.js';

/** What a person reads while others come first. @param what `test` or `Odoo` */
export const placeInLine = (place: number, what: string): string => `Waiting for a free place for the ${what}: ${place === 1 ? 'next in line' : `number ${place} in line`}`;

/** Renews a lease on a place three times in its life, until the returned function is called. One that is lost shows in the next change on its host. */
export function holdPlace({ pool, log }: Pick<App, 'pool' | 'log'>, lease: PoolLease, ttlMs: number): () => void {
  const renew = (): void => void pool?.renew(lease, ttlMs).catch((error: unknown) => log.warn({ err: error, sessionId: lease.sessionId }, 'the lease on a sandbox could not be renewed'));
  const timer = setInterval(renew, ttlMs / 3);
  return () => clearInterval(timer);
}
