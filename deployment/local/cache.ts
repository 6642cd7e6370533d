import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';

/** What clones of the project on this machine share: `$XDG_CACHE_HOME/odoo-module-builder`. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'odoo-module-builder');
}

/** An hour: a build from nothing on a slow machine takes a quarter of that. */
const WAIT_FOR_OTHER = { retries: 1800, factor: 1, minTimeout: 2_000 };

/** Runs `work` while no other process of this user runs work of the same name; a crashed owner's lock is taken over after a minute. */
export async function withCacheLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const folder = join(cacheFolder(), 'locks', name);
  await mkdir(folder, { recursive: true });
  const release = await lockfile.lock(folder, { stale: 60_000, update: 10_000, retries: WAIT_FOR_OTHER });
  try {
    return await work();
  } finally {
    await release();
  }
}
