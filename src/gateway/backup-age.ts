import { stat } from 'node:fs/promises';

/**
 * Seconds since the last whole backup, by the age of the file that backup.sh touches; null where none are made.
 *
 * @param stamp its path, or empty. A file that is gone tells of a backup since never.
 */
export async function secondsSinceBackup(stamp: string): Promise<number | null> {
  if (stamp === '') return null;
  const at = await stat(stamp).then(({ mtimeMs }) => mtimeMs, () => 0);
  return Math.max(0, Math.round((Date.now() - at) / 1000));
}
