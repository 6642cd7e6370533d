import { evidenceFiles } from '../codegen/evidence.js';
import { presentationFiles } from '../codegen/presentation/presentation.js';
import { BuilderError } from '../domain/errors.js';
import type { Session } from '../domain/session.js';
import type { Verdict } from '../domain/verdict.js';
import type { App } from './app.js';
import { closeUat } from './close-uat.js';
import { loadModuleSource } from './module-source.js';
import { runStage } from './run-stage.js';
import { specHistory } from './spec-history.js';

/**
 * Stage `packaging`: the zip of the module with its tests, its evidence (in `<module>/doc`), README, page and pictures of
 * the run, installable as it is. The same module, tests, specifications, verdict and pictures give the same bytes in any session.
 */
export function deliver(app: App, sessionId: string): Promise<Session | null> {
  return runStage(app, sessionId, 'packaging', async (ctx) => {
    const source = await loadModuleSource(app.artifacts, ctx.session);
    const verdict = await readVerdict(app, ctx.session);
    await ctx.progress('Packing the module with its evidence, its pictures and its pages');
    const evidence = evidenceFiles({ spec: source.spec, verdict, specRevision: ctx.session.specRevision, acceptanceTests: ctx.session.acceptanceTests });
    const presentation = presentationFiles({ spec: source.spec, verdict, history: await specHistory(app, ctx.session), pictures: await picturesOf(app, ctx.session, verdict) });
    const bytes = await app.pack(source.spec.name, [...source.files, ...source.tests, ...evidence, ...presentation]);
    const name = `${source.spec.name}-${source.spec.odooVersion}.${source.spec.version}.zip`;
    const zip = await app.artifacts.put(sessionId, name, 'application/zip', bytes);
    await leaveUat(app, sessionId);
    return { type: 'module_packed', zip };
  });
}

/** Pictures may have gone with an older run: a module without them is whole too. */
async function picturesOf(app: App, session: Session, verdict: Verdict): Promise<{ readonly title: string; readonly png: Uint8Array }[]> {
  const found = await Promise.all(verdict.screenshots.map(async ({ title, digest }) => ({ title, png: (await app.artifacts.get(session.id, digest))?.bytes })));
  return found.flatMap(({ title, png }) => (png === undefined ? [] : [{ title, png }]));
}

async function readVerdict(app: App, session: Session): Promise<Verdict> {
  const artifact = session.report === null ? null : await app.artifacts.get(session.id, session.report);
  if (!artifact) throw new BuilderError('bug', 'artifact_missing', 'The session has no report of a test run.', { details: { what: 'report', digest: session.report } });
  return JSON.parse(Buffer.from(artifact.bytes).toString('utf8')) as Verdict;
}

/**
 * Takes the person's Odoo down, or leaves it for the configured time: its lease ends then, and the reaper takes it.
 * A Docker host that is away must not keep a finished module from the person: the reaper takes the instance later.
 */
async function leaveUat(app: App, sessionId: string): Promise<void> {
  try {
    if (app.config.OMB_UAT_GRACE_SECONDS > 0) await lengthenLease(app, sessionId, app.config.OMB_UAT_GRACE_SECONDS * 1000);
    else await closeUat(app, sessionId);
  } catch (error) {
    app.log.warn({ sessionId, err: error }, 'UAT instance could not be taken down now; the reaper will do it');
  }
}

/** Never past the end of the person's time: at that the container ends by itself. */
async function lengthenLease(app: App, sessionId: string, ms: number): Promise<void> {
  const lease = await app.pool?.find(sessionId, 'uat');
  if (lease) await app.pool?.keep(lease, Math.min(ms, (await app.uatStates.leftMs(sessionId)) ?? ms));
}
