import { execFile } from 'node:child_process';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptInstall } from '../local/apt.js';
import { onPath } from '../local/on-path.js';

const run = promisify(execFile);

/** Where the key is that opens backups: the operator's alone, beside the SSH key. */
export const backupKeyFile = (folder: string): string => join(folder, 'backup-key.txt');

/**
 * The public half of the key that backups are encrypted to, made once and kept with mode 0600; only that half leaves this
 * machine.
 *
 * @param onMade called when it has just been made: without it no backup can be opened, and so the operator must keep it
 */
export async function ensureBackupKey(folder: string, onMade: (file: string) => void): Promise<string> {
  await ensureAge();
  const file = backupKeyFile(folder);
  const isThere = await stat(file).then(() => true, () => false);
  if (!isThere) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { stdout } = await run('age-keygen');
    await writeFile(`${file}.draft`, stdout, { mode: 0o600 });
    await rename(`${file}.draft`, file);
    onMade(file);
  }
  return (await run('age-keygen', ['-y', file])).stdout.trim();
}

/** @throws Error that says how to get it where it is missing and cannot be installed */
export async function ensureAge(): Promise<void> {
  if (!(await onPath('age'))) await aptInstall('age');
}
