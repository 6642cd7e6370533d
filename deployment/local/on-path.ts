import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a command is there, in the folders for root's commands too. */
export async function onPath(command: string): Promise<boolean> {
  return run('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin; command -v "$1"', 'sh', command]).then(() => true, () => false);
}
