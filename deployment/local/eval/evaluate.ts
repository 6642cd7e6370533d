import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Frontend, readText, type Answer, type FrontendOptions, type StatusBody } from '../frontend.js';
import { evalTable, rowOf, type EvalRow, type StoredVerdict } from './row.js';

/** For one text, from the request to the zip. */
const SESSION_MS = 60 * 60_000;
const ENDED = ['delivered', 'failed', 'cancelled', 'expired'];

interface ArtifactInfo {
  readonly digest: string;
  readonly name: string;
}

/**
 * Every `*.md` of a folder through the webhooks, one after the other, with nobody there: open questions are left to the
 * assumptions, a red module is taken as it is, so that there is a zip and a report of each. Results go to `out` after each text.
 * @param only names of the texts that are taken
 * @throws Error when there is no text
 */
export async function evaluate(options: FrontendOptions, folder: string, out: string, say: (line: string) => void, only = /^/): Promise<readonly EvalRow[]> {
  const names = (await readdir(folder)).flatMap((file) => /^(.+)\.md$/.exec(file)?.[1] ?? []).filter((name) => only.test(name)).toSorted();
  if (names.length === 0) throw new Error(`There are no requirements (*.md) in ${folder} that are asked for`);
  const rows: EvalRow[] = [];
  for (const name of names) {
    const row = await evaluateOne(options, name, await readText(join(folder, `${name}.md`)), join(out, name));
    rows.push(row);
    await writeFile(join(out, 'results.json'), `${JSON.stringify(rows, null, 2)}\n`);
    await writeFile(join(out, 'results.md'), `${evalTable(rows)}\n`);
    say(`${name}: ${row.verdict}, ${row.criteria.green} of ${row.criteria.total} criteria, ${row.rounds} rounds, ${row.tokens} tokens, ${row.minutes} minutes`);
  }
  return rows;
}

async function evaluateOne(options: FrontendOptions, name: string, requirements: string, out: string): Promise<EvalRow> {
  const frontend = new Frontend(options, `eval-${randomBytes(8).toString('hex')}`);
  const began = Date.now();
  const notes: string[] = [];
  const until = (...states: string[]): Promise<StatusBody> => frontend.watch(({ state }) => states.includes(state) || ENDED.includes(state), SESSION_MS - (Date.now() - began));
  await mkdir(out, { recursive: true });
  const refusal = refusalOf(await frontend.submit({ requirements }));
  if (refusal !== null) throw new Error(`${name}: ${refusal}`);
  let status = await until('spec_review');
  if (status.state === 'spec_review') {
    await frontend.reviewSpec('approve', { version: status.version });
    status = await until('uat', 'code_review');
  }
  if (status.state === 'code_review') {
    if (status.note !== null) notes.push(status.note.message);
    // Without a module there is nothing to accept.
    const answer = status.allowedActions.includes('coding-feedback:accept') ? await frontend.reviewCode('accept', { version: status.version }) : await frontend.cancel();
    if (refusalOf(answer) === null) status = await frontend.watch(({ state, version }) => (state === 'uat' || ENDED.includes(state)) && version > status.version, SESSION_MS - (Date.now() - began));
  }
  if (status.state === 'uat') {
    await frontend.reviewUat('approve', { version: status.version });
    status = await until();
  }
  if (status.state !== 'delivered' && notes.length === 0 && status.note !== null) notes.push(status.note.message);
  const ms = Date.now() - began;
  return rowOf(name, status, await keep(frontend, status, out), ms, notes[0] ?? null);
}

const refusalOf = ({ status, body }: Answer): string | null => (status === 202 ? null : `refused with ${status}: ${String(body['detail'] ?? JSON.stringify(body))}`);

/** Zip, last report and specification beside the results; all verdicts as they came. */
async function keep(frontend: Frontend, status: StatusBody, out: string): Promise<readonly StoredVerdict[]> {
  const artifacts = status['artifacts'] as readonly ArtifactInfo[];
  const load = async ({ digest }: ArtifactInfo): Promise<Buffer> => {
    const bytes = Buffer.from(await frontend.download(digest));
    if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new Error(`The artifact ${digest} arrived damaged`);
    return bytes;
  };
  for (const wanted of [/\.zip$/, /^report\.html$/, /^spec-\d+\.json$/]) {
    const found = artifacts.findLast((each) => wanted.test(each.name));
    if (found !== undefined) await writeFile(join(out, basename(found.name)), await load(found));
  }
  const verdicts = await Promise.all(artifacts.filter((each) => each.name === 'verdict.json').map(load));
  const last = verdicts.at(-1);
  if (last !== undefined) await writeFile(join(out, 'verdict.json'), last);
  return verdicts.map((bytes) => JSON.parse(bytes.toString('utf8')) as StoredVerdict);
}
