import type { Worker } from '../ports/figures.js';

/** Between two sweeps that fall to the same worker lie mostly 20 s; one that is wholly busy takes none for a while. */
const LATE_SECONDS = 180;

/** Backups are made once a day; two hours for a large one. */
const BACKUP_LATE_SECONDS = 26 * 3600;

export interface Health {
  readonly status: 'ok' | 'late';
  readonly workers: readonly { readonly name: string; readonly executedAt: string; readonly status: 'ok' | 'late' }[];
  /** Where this host makes backups. */
  readonly backup?: { readonly secondsAgo: number; readonly status: 'ok' | 'late' };
}

/**
 * Whether each worker executes work, and not only answers that it is there; and whether the last backup is one of today.
 *
 * @param backupSeconds since the last backup that was whole; null where none are made
 */
export function health(workers: readonly Worker[], backupSeconds: number | null = null): Health {
  const each = workers.map(({ name, executedAt, secondsAgo }) => ({ name, executedAt: executedAt.toISOString(), status: secondsAgo > LATE_SECONDS ? ('late' as const) : ('ok' as const) }));
  const backup = backupSeconds === null ? [] : [{ secondsAgo: backupSeconds, status: backupSeconds > BACKUP_LATE_SECONDS ? ('late' as const) : ('ok' as const) }];
  // Without any worker nobody sweeps.
  const status = each.length > 0 && [...each, ...backup].every((part) => part.status === 'ok') ? 'ok' : 'late';
  return { status, workers: each, ...(backup[0] === undefined ? {} : { backup: backup[0] }) };
}
