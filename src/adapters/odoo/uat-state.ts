import type { Readable } from 'node:stream';
import { BuilderError } from '../../domain/errors.js';
import type { Sandbox } from '../../ports/sandbox.js';
import type { UatState } from '../../ports/uat-states.js';
import { UAT_DATABASE } from './uat-database.js';

/** An Odoo in which a person has tried a small module is 14 MB, most of it Odoo's own pages. */
const MAX_BYTES = 64 * 1024 * 1024;
const LIMIT_MS = 180_000;
const MESSAGES_BYTES = 4000;
const DATA = '/home/odoo/data';

/** By Odoo's own role and user: what the module left in its database runs with no more rights than it has anyhow. Beside the person's work, not before it. */
const DUMP = `nice -n 19 pg_dump --format=custom --compress=zstd:1 ${UAT_DATABASE}`;
const FILES = `if [ -n "$(find ${DATA}/filestore/${UAT_DATABASE} -type f 2>/dev/null | head -n 1)" ]; then nice -n 19 tar -c -C ${DATA} -f - filestore/${UAT_DATABASE}; fi`;

/**
 * The database first: an attachment's file is written before its row and never changed, so that the files of all rows are there.
 * @returns null when it is larger than what is kept
 * @throws BuilderError transient `uat_state_failed`
 */
export async function dumpState(sandbox: Sandbox, maxBytes = MAX_BYTES): Promise<UatState | null> {
  const database = await outputOf(sandbox, DUMP, maxBytes);
  const files = database && (await outputOf(sandbox, FILES, maxBytes - database.length));
  return files && { database, filestore: files.length === 0 ? null : files };
}

/** Into a new sandbox, in which there is no such database yet. @throws BuilderError transient `uat_state_failed` */
export async function restoreState(sandbox: Sandbox, { database, filestore }: UatState, signal: AbortSignal | undefined): Promise<void> {
  await must(sandbox, 'postgres', ['omb-clone', 'template0', UAT_DATABASE], undefined, signal);
  await must(sandbox, 'odoo', ['pg_restore', '--exit-on-error', `--dbname=${UAT_DATABASE}`], database, signal);
  if (filestore !== null) await must(sandbox, 'odoo', ['sh', '-c', `mkdir -p ${DATA} && exec tar -x -C ${DATA} -f -`], filestore, signal);
}

async function must(sandbox: Sandbox, user: 'postgres' | 'odoo', command: readonly string[], stdin: Uint8Array | undefined, signal: AbortSignal | undefined): Promise<void> {
  const result = await sandbox.exec({ user, command, timeoutMs: LIMIT_MS, signal, ...(stdin === undefined ? {} : { stdin }) });
  if (result.exitCode !== 0) throw failed(`${command[0]} ended with ${result.exitCode ?? 'no exit code'}`, result.stderr);
}

/** What a command of Odoo's user writes, as it is; null when it is more than `limit`. */
async function outputOf(sandbox: Sandbox, command: string, limit: number): Promise<Buffer | null> {
  const process = await sandbox.spawn({ user: 'odoo', command: ['sh', '-c', `${command}; echo "ended $?" >&2`] });
  process.stdin.end();
  const timer = setTimeout(() => void process.kill(), LIMIT_MS);
  try {
    const said = bytesOf(process.stderr, MESSAGES_BYTES);
    // Of a command that is ended nobody waits for its words.
    said.catch(() => undefined);
    const written = await bytesOf(process.stdout, limit);
    if (written === null) return null;
    const words = (await said)?.toString('utf8').trim() ?? '';
    if (!/(^|\n)ended 0$/.test(words)) throw failed('It was not written in whole', words);
    return written;
  } finally {
    clearTimeout(timer);
    await process.kill();
  }
}

/** Null when there are more; then the stream is destroyed. */
async function bytesOf(stream: Readable, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const failed = (what: string, words: string): BuilderError =>
  new BuilderError('transient', 'uat_state_failed', `The state of a live Odoo could not be kept or brought back: ${what}. ${words.slice(-500)}`.trim(), { details: { log: words } });
