import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './ports.js';

/** What one local Postgres keeps between starts, in `<state folder>/postgres.json` with mode 0600. */
export interface PostgresState {
  readonly password: string;
  /** Port on 127.0.0.1. Kept, because n8n's stored credentials name it. */
  readonly port: number;
}

/** The state as it was, with another port if that one is taken now; new when there is none yet. */
export async function postgresState(stateDir: string, portInUse: (port: number) => boolean): Promise<PostgresState> {
  const file = join(stateDir, 'postgres.json');
  const before = await read(file);
  const password = before?.password ?? randomBytes(24).toString('base64url');
  const port = before !== null && portInUse(before.port) ? before.port : await freePort(before?.port);
  if (before?.port === port) return before;
  await mkdir(stateDir, { recursive: true });
  const state = { password, port };
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return state;
}

/** Short name of a state folder, so that each has a container and a volume of its own. */
export function stateName(stateDir: string): string {
  return createHash('sha256').update(stateDir).digest('hex').slice(0, 8);
}

async function read(file: string): Promise<PostgresState | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PostgresState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
