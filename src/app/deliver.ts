import { evidenceFiles } from '../codegen/evidence.js';
import { BuilderError } from '../domain/errors.js';
import type { Session } from '../domain/session.js';
import type { Verdict } from '../domain/verdict.js';
import type { App } from './app.js';
import { closeUat } from './close-uat.js';
import { loadModuleSource } from './module-source.js';
import { runStage } from './run-stage.js';

/**
 * Stage `packaging`: the zip of the module with its tests and its evidence (in `<module>/doc`), installable as it is.
 * The same module, tests, specification and verdict give the same bytes in any session.
 */
export function deliver(app: App, sessionId: string): Promise<Session | null> {
  return runStage(app, sessionId, 'packaging', async (ctx) => {
    const source = await loadModuleSource(app.artifacts, ctx.session);
    const verdict = await readVerdict(app, ctx.session);
    await ctx.progress('Packing the module with its evidence');
    const evidence = evidenceFiles({ spec: source.spec, verdict, specRevision: ctx.session.specRevision, acceptanceTests: ctx.session.acceptanceTests });
    const bytes = await app.pack(source.spec.name, [...source.files, ...source.tests, ...evidence]);
    const name = `${source.spec.name}-${source.spec.odooVersion}.${source.spec.version}.zip`;
    const zip = await app.artifacts.put(sessionId, name, 'application/zip', bytes);
    await leaveUat(app, sessionId);
    return { type: 'module_packed', zip };
  });
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
    if (app.config.OMB_UAT_GRACE_SECONDS > 0) await shortenLease(app, sessionId, app.config.OMB_UAT_GRACE_SECONDS * 1000);
    else await closeUat(app, sessionId);
  } catch (error) {
    app.log.warn({ sessionId, err: error }, 'UAT instance could not be taken down now; the reaper will do it');
  }
}

/** Never past its present end: at that the container ends by itself. */
async function shortenLease(app: App, sessionId: string, ms: number): Promise<void> {
  const lease = await app.pool?.find(sessionId, 'uat');
  if (lease) await app.pool?.renew(lease, Math.min(ms, lease.expiresAt.getTime() - app.clock.now().getTime()));
}
