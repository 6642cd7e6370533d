import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { submit } from '../src/app/api/submit.js';
import type { App } from '../src/app/app.js';
import { writeCode } from '../src/app/write-code.js';
import { writeSpec } from '../src/app/write-spec.js';
import type { Session } from '../src/domain/session.js';
import { TWELVE_MODELS } from './twelve-models.js';

export interface Subject {
  readonly name: string;
  readonly spec: string | Record<string, unknown>;
}

/** Modules whose verdicts are timed; OMB_BENCH_MODULES names some of them, with commas between. @throws Error for a name that there is not */
export async function subjects(root: string): Promise<readonly Subject[]> {
  const chosen = (process.env['OMB_BENCH_MODULES'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const known = await all(root);
  const unknown = chosen.filter((name) => known.every((subject) => subject.name !== name));
  if (unknown.length > 0) throw new Error(`OMB_BENCH_MODULES: there is no module "${unknown.join('", "')}"; there are ${known.map(({ name }) => `"${name}"`).join(', ')}.`);
  return known.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
}

export const libraryExample = async (root: string): Promise<Subject> => ({ name: 'library', spec: await readFile(join(root, 'examples/library.yaml'), 'utf8') });

const all = async (root: string): Promise<readonly Subject[]> => [
  await libraryExample(root),
  { name: 'extension of sale', spec: await readFile(join(root, 'examples/gift-wrapping.yaml'), 'utf8') },
  { name: '12 models', spec: TWELVE_MODELS as unknown as Record<string, unknown> },
];

/** A session that has its module and was not tested yet, by the product's own steps in this process. */
export async function writtenSession(app: App, { spec }: Subject): Promise<Session> {
  const sessionId = `bench-${randomBytes(10).toString('hex')}`;
  const answer = await submit(app, { headers: {}, query: {}, body: { sessionId, spec } });
  if (answer.status !== 202) throw new Error(`The specification was not taken: ${JSON.stringify(answer.body)}`);
  await writeSpec(app, sessionId);
  await app.store.apply(sessionId, { type: 'review_spec', decision: 'approve', feedback: null });
  const session = await writeCode(app, sessionId);
  if (session?.state !== 'testing') throw new Error(`The module was not written: ${session?.note?.message ?? 'nobody said why'}`);
  return session;
}
