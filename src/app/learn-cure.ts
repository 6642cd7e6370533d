import { fingerprint } from '../domain/fingerprint.js';
import type { Session } from '../domain/session.js';
import type { Verdict } from '../domain/verdict.js';
import type { App } from './app.js';
import { repairsOf } from './repair-log.js';

/** What the repair before this verdict has cured is remembered for other modules with the same errors. */
export async function learnCure(app: App, session: Session, verdict: Pick<Verdict, 'module' | 'state' | 'failures'>): Promise<void> {
  const repair = (await repairsOf(app, session)).findLast(({ to }) => to === session.module);
  if (repair === undefined || repair.patch === null || verdict.state !== 'installed') return;
  const left = new Set(verdict.failures.map((failure) => fingerprint(failure, verdict.module)));
  const cured = repair.fingerprints.filter((each) => !left.has(each));
  if (cured.length > 0) await app.cures.remember(session.odooVersion, cured, repair.patch);
}
