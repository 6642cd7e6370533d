import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { aptInstall } from './apt.js';
import { onPath } from './on-path.js';

const run = promisify(execFile);

/** nginx's binary; Debian's package is installed where there is none and we are root. @throws Error that says what to install */
export async function ensureNginx(onProgress?: (line: string) => void): Promise<string> {
  if (!(await onPath('nginx'))) {
    if (process.getuid?.() !== 0) throw new Error('Queue mode needs nginx: install it (Debian: apt-get install nginx-light).');
    onProgress?.('nginx: installing');
    await aptInstall('nginx-light');
    // The package's own service would listen on port 80 of all addresses.
    await run('sh', ['-c', '[ ! -d /run/systemd/system ] || systemctl --quiet disable --now nginx']);
  }
  const { stdout } = await run('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin; command -v nginx']);
  return stdout.trim();
}
