import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { outlineOf } from '../../domain/spec-outline.js';
import { quoteFrom, type Quote } from '../../domain/quote.js';
import type { Digest, Session } from '../../domain/session.js';
import { allowedActions } from '../../domain/allowed-actions.js';
import type { Verdict } from '../../domain/verdict.js';
import type { PlaceInLine } from '../../ports/figures.js';
import type { App } from '../app.js';
import { originOf } from '../uat-origin.js';
import { artifactLink, linksOf } from './links.js';

/** A session as a frontend sees it, with its place in the line (`lineOf`). Texts come out of the artifact store; no token and no password is in it. */
export async function sessionView(app: App, session: Session, line: PlaceInLine | null): Promise<Readonly<Record<string, unknown>>> {
  const [spec, report, artifacts, quote, uat] = await Promise.all([specView(app, session), reportView(app, session), app.artifacts.list(session.id), quoteView(app, session), uatView(app, session)]);
  const { id, state, version, odooVersion, language, note, budget, usage, repairRounds, attempts, createdAt, updatedAt, expiresAt } = session;
  return {
    sessionId: id, state, version, allowedActions: allowedActions(session), note, odooVersion, language,
    spec,
    quote,
    line,
    report,
    uat,
    zip: session.zip === null ? null : { digest: session.zip, url: artifactLink(app.config, id, session.zip) },
    artifacts: artifacts.map(({ digest, name, mediaType, size }) => ({ digest, name, mediaType, size, url: artifactLink(app.config, id, digest) })),
    budget, usage, repairRounds, attempts, createdAt, updatedAt, expiresAt,
    links: linksOf(app.config, id),
  };
}

async function read<T>(app: App, sessionId: string, digest: Digest | null): Promise<T | null> {
  const artifact = digest === null ? null : await app.artifacts.get(sessionId, digest);
  return artifact === null ? null : (JSON.parse(Buffer.from(artifact.bytes).toString('utf8')) as T);
}

/** Shown once it has been written or checked, so not while a submitted one still waits for that. */
async function specView(app: App, session: Session): Promise<unknown> {
  if (session.specRevision === 0) return null;
  const [document, changes] = await Promise.all([read<ModuleSpec>(app, session.id, session.spec), read<readonly string[]>(app, session.id, session.specChanges)]);
  if (document === null) return null;
  return { revision: session.specRevision, digest: session.spec, changes: changes ?? [], openQuestions: document.openQuestions, assumptions: document.assumptions, outline: outlineOf(document, session.language), document };
}

/** Enough for a median, and for a page of the database. */
const HISTORY = 200;

/** Before the work only: afterwards the usage tells what it took. */
async function quoteView(app: App, session: Session): Promise<Quote | null> {
  if (session.state !== 'specifying' && session.state !== 'spec_review') return null;
  return quoteFrom(await app.store.history(HISTORY), session.size);
}

/** Only who needs a Docker host can be waiting for one. */
export async function lineOf(app: App, { id, state }: Session): Promise<PlaceInLine | null> {
  return state === 'testing' || state === 'opening_uat' ? app.figures.placeInLine(id) : null;
}

async function uatView(app: App, { state, uatSlug }: Session): Promise<unknown> {
  const url = state === 'uat' && uatSlug !== null ? await originOf(app, uatSlug) : null;
  return url === null ? null : { url, login: 'admin' };
}

async function reportView(app: App, session: Session): Promise<unknown> {
  const verdict = await read<Verdict>(app, session.id, session.report);
  if (verdict === null) return null;
  const link = (digest: Digest): string => artifactLink(app.config, session.id, digest);
  return {
    digest: session.report,
    green: verdict.green,
    status: verdict.status,
    module: verdict.module,
    odooVersion: verdict.odooVersion,
    tests: verdict.tests,
    criteria: verdict.criteria,
    checks: verdict.checks,
    failures: verdict.failures.map(({ kind, by, criterion, file, line, message, sentence, screenshot }) => ({ kind, by, criterion, file, line, message, sentence, screenshot })),
    warnings: verdict.warnings,
    mutants: verdict.mutants ?? null,
    refusedTestEdits: verdict.refusedTestEdits ?? 0,
    screenshots: verdict.screenshots.map(({ title, criterion, digest }) => ({ title, criterion, digest, url: link(digest) })),
    durations: verdict.durations,
    log: verdict.log === null ? null : { digest: verdict.log, url: link(verdict.log) },
  };
}
