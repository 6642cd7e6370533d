import type { Worker } from '../ports/figures.js';

/** Between two sweeps that fall to the same worker lie mostly 20 s; one that is wholly busy takes none for a while. */
const LATE_SECONDS = 180;

export interface Health {
  readonly status: 'ok' | 'late';
  readonly workers: readonly { readonly name: string; readonly executedAt: string; readonly status: 'ok' | 'late' }[];
}

/** Whether each worker executes work, and not only answers that it is there. */
export function health(workers: readonly Worker[]): Health {
  const each = workers.map(({ name, executedAt, secondsAgo }) => ({ name, executedAt: executedAt.toISOString(), status: secondsAgo > LATE_SECONDS ? ('late' as const) : ('ok' as const) }));
  // Without any nobody sweeps.
  return { status: each.length > 0 && each.every(({ status }) => status === 'ok') ? 'ok' : 'late', workers: each };
}
