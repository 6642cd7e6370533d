import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { BuilderError } from '../../src/domain/errors.js';
import { lastLines } from './n8n-log.js';

export interface CommandOptions {
  /** Gets all output, appended. */
  readonly logFile: string;
  readonly onLine?: (line: string) => void;
}

/**
 * A command of an image build, its output in a file. The Docker CLI talks to the engine that the product talks to, whatever
 * context it is set to, and builds with the engine's own builder: it knows local images and needs no plugin.
 *
 * @throws BuilderError transient `image_build_failed` with the log's last lines
 */
export async function runBuildCommand(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const env = { DOCKER_HOST: 'unix:///var/run/docker.sock', ...process.env, DOCKER_BUILDKIT: '0' };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (options.onLine !== undefined) createInterface({ input: child.stdout }).on('line', options.onLine);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((cause: unknown) => {
    throw new BuilderError('transient', 'image_build_failed', `${command} cannot be run: is it installed?`, { cause });
  });
  log.end();
  await finished(log);
  if (code !== 0) {
    throw new BuilderError('transient', 'image_build_failed', `${command} ${args.join(' ')} ended with ${code ?? 'a signal'} (log: ${options.logFile})\n${await lastLines(options.logFile, 25)}`);
  }
}
