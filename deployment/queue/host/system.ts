import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A command of the host. @throws Error with what it said */
export async function run(command: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await execute(command, [...args], { maxBuffer: 16 * 2 ** 20 })).stdout.trim();
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args[0] ?? ''} failed: ${`${stdout}${stderr}`.trim() || String(error)}`, { cause: error });
  }
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export async function ownerNamed(user: string, group = user): Promise<Owner> {
  return { uid: Number(await run('id', '-u', user)), gid: Number((await run('getent', 'group', group)).split(':')[2]) };
}

/** A secret of the host, made once and kept for root alone. */
export async function generated(name: string): Promise<string> {
  const file = `/etc/odoo-module-builder/${name}`;
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  const made = randomBytes(18).toString('base64url');
  await put(file, made, 0o600);
  return made;
}

/** Whole or not at all, and never readable by more than `mode` lets. @returns whether that changed the file */
export async function put(file: string, text: string, mode = 0o644, owner: Owner = { uid: 0, gid: 0 }): Promise<boolean> {
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before === text) return false;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await chown(`${file}.new`, owner.uid, owner.gid);
  await chmod(`${file}.new`, mode);
  await rename(`${file}.new`, file);
  return true;
}
