import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { quote } from './quote.js';
import type { RemoteHost } from './remote-host.js';
import { LOCKED } from './run-script.js';

const MAKE = '/usr/local/lib/odoo-module-builder/backup';
const SCRIPTS = '/opt/odoo-module-builder/release/deployment/n8n/scripts';
const DRAFT = '/var/lib/odoo-module-builder/restoring';

const DATA = '.data.tar.age';
const KEYS = '.keys.tar.age';
type Part = 'data' | 'keys';

/**
 * Makes a backup on the n8n host and brings both of its files into a folder.
 *
 * @returns the path of its data; the keys lie beside it
 */
export async function fetchBackup(host: RemoteHost, folder: string): Promise<string> {
  const made = (await host.run(MAKE)).trim().split('\n').at(-1) ?? '';
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The data last: where they are, their keys are.
  for (const file of [made.replace(DATA, KEYS), made]) {
    const target = join(folder, basename(file));
    await host.run(`cat ${quote(file)}`, { output: createWriteStream(`${target}.draft`, { mode: 0o600 }) });
    const [there] = (await host.run(`sha256sum ${quote(file)}`)).split(' ');
    if ((await sha256(`${target}.draft`)) !== there) throw new Error(`${basename(file)} did not arrive as it is on ${host.name}. Run it again.`);
    await rename(`${target}.draft`, target);
  }
  return join(folder, basename(made));
}

/** A backup as `fetchBackup` has brought it, with the key that opens it. */
export interface OwnBackup {
  readonly data: string;
  readonly keys: string;
  /** The operator's private key. */
  readonly identity: string;
}

/** @throws Error that says which of the three files is not there, and where it belongs */
export async function ownBackup(data: string, identity: string): Promise<OwnBackup> {
  if (!data.endsWith(DATA)) throw new Error(`${data} is no backup: give the file that ends with ${DATA}.`);
  const keys = data.slice(0, -DATA.length) + KEYS;
  const isThere = (file: string): Promise<boolean> => access(file).then(() => true, () => false);
  if (!(await isThere(data))) throw new Error(`There is no ${data}.`);
  if (!(await isThere(keys))) throw new Error(`${keys} is missing: it belongs beside the data, and without the keys in it nobody can read n8n's credentials. Nothing was changed.`);
  if (!(await isThere(identity))) throw new Error(`The key that opens backups is missing: ${identity}. It was made by the first apply, on the machine that made it. Nothing was changed.`);
  return { data, keys, identity };
}

/**
 * Puts a backup onto the n8n host and sets that up with it. It is opened here; nothing is changed there before all of it has
 * arrived and was checked.
 *
 * @throws Error when it cannot be opened; RemoteError with what restore.sh says
 */
export async function putBackup(host: RemoteHost, backup: OwnBackup, say: (line: string) => void): Promise<void> {
  try {
    for (const part of ['data', 'keys'] as const) await send(host, backup, part);
  } catch (error) {
    await host.run(`rm -rf ${DRAFT}`).catch(() => undefined);
    throw error;
  }
  // In one call: where the first has come to its end, the second follows though nobody listens any more.
  const both = `sh ${SCRIPTS}/restore.sh ${DRAFT} && sh ${SCRIPTS}/setup-n8n.sh`;
  await host.run(`${LOCKED} sh -euc ${quote(both)}`, { onLine: (line) => say(`${host.name}: ${line.replace(/^(restore|setup-n8n)\.sh: /, '')}`) });
}

async function send(host: RemoteHost, backup: OwnBackup, part: Part): Promise<void> {
  const age = spawn('age', ['--decrypt', '--identity', backup.identity, backup[part]], { stdio: ['ignore', 'pipe', 'pipe'] });
  const folder = `${DRAFT}/${part}`;
  const arriving = host.run(`umask 077; rm -rf ${folder}; mkdir -p ${folder}; tar -xf - --no-same-owner -C ${folder}`, { input: age.stdout }).then(() => null, (error: unknown) => error);
  const [words, [code], failed] = await Promise.all([text(age.stderr), once(age, 'close') as Promise<[number | null]>, arriving]);
  // Half a file, which age finds out at its end, may have broken what came after: it comes first.
  if (code !== 0) throw new Error(`${backup[part]} cannot be opened: it is damaged, or was encrypted to another key than ${backup.identity}. Nothing was changed. (${words.split('\n')[0]})`);
  if (failed !== null) throw failed;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
