import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pRetry, { AbortError } from 'p-retry';
import { withCacheLock } from './cache.js';

const run = promisify(execFile);

/** apt waits for dpkg's lock by itself, but not for the one of its lists: that one answers at once with this. */
const LOCKED = /Could not get lock|Unable to lock directory/;
/** A first boot's own updates hold it for some minutes. */
const RETRIES = { retries: 60, factor: 1, minTimeout: 5_000 };

/**
 * Debian packages, installed; one caller at a time, and after whoever else holds apt's locks.
 *
 * @throws Error with apt's own words when there is no apt-get, we are not root, or a package cannot be had
 */
export async function aptInstall(...packages: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error(`Installing ${packages.join(', ')} needs root: apt-get install ${packages.join(' ')}`);
  await withCacheLock('apt', async () => {
    await apt('update');
    await apt('install', '--no-install-recommends', ...packages);
  });
}

async function apt(...args: readonly string[]): Promise<void> {
  const all = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=5', '-y', '-q', ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await pRetry(
    async () => {
      await run('apt-get', all, { env, maxBuffer: 64 * 2 ** 20 }).catch((error: Error) => {
        throw LOCKED.test(error.message) ? error : new AbortError(error);
      });
    },
    RETRIES,
  );
}
