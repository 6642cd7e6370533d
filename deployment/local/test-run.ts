import Docker from 'dockerode';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePostgres, type LocalPostgres } from './postgres.js';

/** Of the tests, or of the bench. */
type Kind = 'test' | 'bench';

/** What one run has for itself, so that two may go on side by side. */
export interface TestRun {
  readonly folder: string;
  readonly postgres: LocalPostgres;
  end(): Promise<void>;
}

/** A folder below `root` and a Postgres, both named by our process; those of runs that were killed go first. */
export async function startTestRun(root: string, image: string, onProgress: (line: string) => void, kind: Kind = 'test'): Promise<TestRun> {
  const prefix = `omb-${kind}-postgres-`;
  await removeDeadRuns(root, prefix);
  const folder = join(root, String(process.pid));
  await mkdir(folder, { recursive: true });
  const name = `${prefix}${process.pid}`;
  const postgres = await ensurePostgres({ image, stateDir: folder, name, volume: name, mayCreateDatabases: true, onProgress });
  return {
    folder,
    postgres,
    async end() {
      await postgres.stop({ removeVolume: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function removeDeadRuns(root: string, prefix: string): Promise<void> {
  const docker = new Docker();
  const containers = await docker.listContainers({ all: true, filters: { name: [`^/${prefix}`] } });
  for (const { Id, Names } of containers) {
    const name = Names[0]?.slice(1) ?? '';
    if (isAlive(name.slice(prefix.length))) continue;
    await docker.getContainer(Id).remove({ force: true });
    await docker.getVolume(name).remove();
  }
  for (const pid of await readdir(root).catch(() => [])) if (!isAlive(pid)) await rm(join(root, pid), { recursive: true, force: true });
}

function isAlive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
