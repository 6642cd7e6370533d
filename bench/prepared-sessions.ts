import { randomBytes } from 'node:crypto';
import type { App } from '../src/app/app.js';
import { sessionToken } from '../src/app/api/session-token.js';
import { NO_USAGE, type Command, type Digest, type Session, type Stage } from '../src/domain/session.js';
import type { NewArtifact } from '../src/ports/session-store.js';

export interface PreparedSession {
  readonly id: string;
  readonly token: string;
}

/** Where a person decides; or `testing`: a module is at hand and nobody has begun with it. */
export type PreparedState = 'spec_review' | 'code_review' | 'uat' | 'testing';

const LEASE_MS = 60_000;
const AT_ONCE = 5;

/**
 * Sessions as the stages would have left them: same commands, same leases, the artifacts of `model`, which went the
 * whole way. No Odoo is behind those in `uat`.
 */
export async function prepareSessions(app: App, model: Session, state: PreparedState, count: number): Promise<PreparedSession[]> {
  const content = await contentOf(app, model);
  const sessions: PreparedSession[] = [];
  while (sessions.length < count) {
    const next = Array.from({ length: Math.min(AT_ONCE, count - sessions.length) }, () => prepare(app, model, content, state));
    sessions.push(...(await Promise.all(next)));
  }
  return sessions;
}

async function prepare(app: App, model: Session, content: ReadonlyMap<Digest, NewArtifact>, state: PreparedState): Promise<PreparedSession> {
  const id = `bench-${randomBytes(10).toString('hex')}`;
  const { token, digest } = await sessionToken(app, id, undefined);
  const [spec, module, acceptanceTests, report] = [model.spec, model.module, model.acceptanceTests, model.report].map((each) => each ?? '');
  const stored = (...digests: (string | undefined)[]): NewArtifact[] => digests.flatMap((each) => content.get(each ?? '') ?? []);
  const step = async (stage: Stage, command: Command, ...digests: (string | undefined)[]): Promise<void> => {
    const lease = await app.store.takeLease(id, stage, LEASE_MS);
    if (lease === null) throw new Error(`The prepared session ${id} is not in the stage ${stage}`);
    await app.store.apply(id, command, { lease, artifacts: stored(...digests) });
  };
  const budget = { ...model.budget, repairRounds: 0 };
  await app.store.create({ id, tokenDigest: digest, command: { type: 'submit', odooVersion: model.odooVersion, language: model.language, budget, requirements: null, spec: spec ?? '' }, artifacts: stored(spec) });
  await step('specifying', { type: 'spec_written', spec: spec ?? '', changes: null, usage: NO_USAGE });
  if (state === 'spec_review') return { id, token };
  await app.store.apply(id, { type: 'review_spec', decision: 'approve', feedback: null });
  await step('coding', { type: 'module_written', module: module ?? '', acceptanceTests: acceptanceTests ?? '', usage: NO_USAGE }, module, acceptanceTests);
  if (state === 'testing') return { id, token };
  await step('testing', { type: 'module_tested', green: state === 'uat', report: report ?? '', usage: NO_USAGE }, report);
  if (state === 'uat') await step('opening_uat', { type: 'uat_opened', slug: randomBytes(8).toString('hex') });
  return { id, token };
}

async function contentOf(app: App, model: Session): Promise<Map<Digest, NewArtifact>> {
  const content = new Map<Digest, NewArtifact>();
  for (const digest of [model.spec, model.module, model.acceptanceTests, model.report]) {
    const artifact = digest === null ? null : await app.artifacts.get(model.id, digest);
    if (artifact !== null) content.set(artifact.digest, artifact);
  }
  return content;
}
