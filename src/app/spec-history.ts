import type { Revision } from '../codegen/presentation/history.js';
import { moduleSpec } from '../domain/module-spec/module-spec.js';
import type { Session } from '../domain/session.js';
import { specDiff } from '../domain/spec-diff.js';
import type { App } from './app.js';
import { readJson } from './stage-artifacts.js';

/** The revisions of the session's specification, each with what it changed of the one before. */
export async function specHistory(app: App, session: Session): Promise<readonly Revision[]> {
  const kept = (await app.artifacts.list(session.id)).flatMap(({ name, digest }) => {
    const number = /^spec-(\d+)\.json$/.exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), digest }];
  }).toSorted((a, b) => a.number - b.number);
  const specs = await Promise.all(kept.map(async ({ number, digest }) => ({ number, spec: moduleSpec.parse(await readJson(app, session, digest)) })));
  return specs.map(({ number, spec }, index) => {
    const before = specs[index - 1]?.spec;
    return { number, version: spec.version, changes: before === undefined ? [] : specDiff(before, spec) };
  });
}
