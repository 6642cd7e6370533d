import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Process, userFolderOf } from './processes.js';

/** Our package is installed once, in the folder's own `.n8n/nodes`; every n8n process finds it in its user folder. */
export async function shareNodes(folder: string, processes: readonly Process[]): Promise<void> {
  for (const { name } of processes.filter(({ name: each }) => each.startsWith('n8n-'))) {
    const n8n = join(userFolderOf(folder, name), '.n8n');
    await mkdir(n8n, { recursive: true });
    await rm(join(n8n, 'nodes'), { force: true });
    await symlink(join(folder, '.n8n', 'nodes'), join(n8n, 'nodes'));
  }
}
