import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { lastLines } from './n8n-log.js';

/**
 * npm under this very Node, its output in `npm.log` of the folder.
 *
 * @throws Error with the log's last lines when npm ends with anything but 0.
 */
export async function npm(folder: string, args: readonly string[]): Promise<void> {
  const logFile = join(folder, 'npm.log');
  const log = await open(logFile, 'a');
  try {
    const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
    const child = spawn('npm', args, { cwd: folder, env: { ...process.env, PATH: path }, stdio: ['ignore', log.fd, log.fd] });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code ?? 'a signal'} (log: ${logFile})\n${await lastLines(logFile, 20)}`);
  } finally {
    await log.close();
  }
}
