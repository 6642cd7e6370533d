import Docker from 'dockerode';
import { join } from 'node:path';
import { BuilderError } from '../../src/domain/errors.js';
import { withCacheLock } from './cache.js';
import { installDocker, spreadApart, startDockerd } from './dockerd.js';

export interface DockerOptions {
  readonly onProgress?: (line: string) => void;
}

const HOW = 'install Docker (on Debian: apt-get install docker.io) and start it, or run this as root on Debian and it is done for you';

/**
 * A Docker engine that answers: the one that is there, else Debian's, installed and started, where we are root.
 *
 * @throws BuilderError transient `docker_missing`: one sentence that says what to do
 */
export async function ensureDocker(options: DockerOptions = {}): Promise<void> {
  if ((await answer()) === 'yes') return;
  await withCacheLock('docker', async () => {
    const state = await answer();
    if (state === 'yes') return;
    if (state === 'forbidden') {
      throw missing('Docker runs, but this user may not use it: add the user to the group `docker` (and log in again), or run this as root.');
    }
    if (process.env['DOCKER_HOST']) throw missing(`Docker does not answer at DOCKER_HOST (${process.env['DOCKER_HOST']}): start it there, or unset the variable.`);
    if (process.platform !== 'linux' || process.getuid?.() !== 0) throw missing(`Docker does not answer: ${HOW}.`);
    try {
      await installDocker(options.onProgress);
      await startDockerd(async () => (await answer()) === 'yes', options.onProgress);
      await spreadApart(join(((await new Docker().info()) as { DockerRootDir: string }).DockerRootDir, 'volumes'));
    } catch (cause) {
      throw missing(`Docker does not answer and could not be started here; ${HOW}.\n${(cause as Error).message}`, cause);
    }
  });
}

function missing(sentence: string, cause?: unknown): BuilderError {
  return new BuilderError('transient', 'docker_missing', sentence, { cause });
}

async function answer(): Promise<'yes' | 'no' | 'forbidden'> {
  try {
    await new Docker({ timeout: 5_000 }).ping();
    return 'yes';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'forbidden' : 'no';
  }
}
