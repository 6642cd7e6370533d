import { join, resolve } from 'node:path';
import { fetchBackup, ownBackup, putBackup } from '../hosts/backup.js';
import { RemoteHost } from '../hosts/remote-host.js';
import { backupKeyFile, ensureAge } from './backup-key.js';
import type { Deploy } from './deploy.js';
import type { DeploymentLock } from './lock.js';

export interface Backups {
  readonly deploy: Deploy;
  readonly lock: DeploymentLock;
  /** The operator's keys; backups lie below it. */
  readonly folder: string;
  say(line: string): void;
}

/** Makes a backup on the n8n host and fetches it. */
export async function backup({ deploy, lock, folder, say }: Backups): Promise<void> {
  await lock.hold('backup', async () => {
    const host = await RemoteHost.at(await deploy.access(null), folder);
    say(`${host.name}: making a backup`);
    const file = await fetchBackup(host, join(folder, 'backups'));
    say(`It is here, encrypted, its keys beside it:\n  ${file}\nIt opens with ${backupKeyFile(folder)} alone: keep that in another place too.`);
  });
}

/**
 * Puts a backup onto the n8n host.
 *
 * @param from as the operator has named it
 * @param calledFrom the folder from which that is meant
 * @param confirm asks; throws when the answer is no
 */
export async function restore({ deploy, lock, folder, say }: Backups, from: string, calledFrom: string, confirm: (what: string) => Promise<void>): Promise<void> {
  const own = await ownBackup(resolve(calledFrom, from), backupKeyFile(folder));
  await ensureAge();
  const access = await deploy.access(null);
  await confirm(`All sessions, artifacts, workflows, credentials and passwords of ${access.name} become those of\n  ${own.data}`);
  await lock.hold('restore', async () => putBackup(await RemoteHost.at(access, folder), own, (line) => say(`  ${line}`)));
  say('Done: the backup is restored.');
}
