import { runGates } from '../codegen/gates/run-gates.js';
import { declaredTests } from '../codegen/gates/declared-tests.js';
import { BuilderError } from '../domain/errors.js';
import { NO_USAGE, type Session } from '../domain/session.js';
import type { Failure, Verdict } from '../domain/verdict.js';
import type { TestRun } from '../ports/module-tester.js';
import type { App } from './app.js';
import { judge } from './judge/judge.js';
import { loadModuleSource, type ModuleSource } from './module-source.js';
import { runStage, type StageContext } from './run-stage.js';
import { runInSandbox } from './run-in-sandbox.js';

/**
 * Stage `testing`: gates first, then a real Odoo in a sandbox of its own, and the verdict on what was seen.
 * The verdict, Odoo's log and a screenshot of each page are artifacts of the session.
 */
export function testModule(app: App, sessionId: string): Promise<Session | null> {
  return runStage(app, sessionId, 'testing', async (ctx) => {
    const verdict = await verdictOn(app, ctx);
    const report = await app.artifacts.put(sessionId, 'verdict.json', 'application/json', Buffer.from(JSON.stringify(verdict, null, 2)));
    await ctx.progress(verdict.green ? `All ${verdict.tests.run} tests are green` : (verdict.failures[0]?.sentence ?? 'The module is not right yet'));
    return { type: 'module_tested', green: verdict.green, report, usage: NO_USAGE };
  });
}

async function verdictOn(app: App, ctx: StageContext): Promise<Verdict> {
  const source = await loadModuleSource(app.artifacts, ctx.session);
  const files = [...source.files, ...source.tests];
  const began = performance.now();
  await ctx.progress('Checking the sources');
  const facts = await app.python.inspect(files);
  const found = runGates({ name: source.spec.name, files, facts });
  const gates = Math.round(performance.now() - began);
  const declared = declaredTests(facts);
  const base = emptyVerdict(app, ctx.session, source, declared.length);
  if (found.length > 0) return { ...base, failures: found, durations: { gates } };

  const { run, durations } = await runInSandbox(app, ctx, source.spec.name, files);
  const judgement = judge({ module: source.spec.name, declared, criteria: source.spec.acceptance, observation: run.observation });
  return {
    ...base,
    ...judgement,
    state: run.observation.state,
    exitCode: run.observation.exitCode,
    durations: { gates, ...durations, ...run.observation.durations },
    ...(await keep(app, ctx.session.id, run)),
  };
}

/** The log and the pictures as artifacts. */
async function keep(app: App, sessionId: string, { observation, screenshots }: TestRun): Promise<Pick<Verdict, 'log' | 'screenshots'>> {
  const log = await app.artifacts.put(sessionId, 'odoo.log', 'text/plain; charset=utf-8', Buffer.from(observation.log));
  const kept = [];
  for (const [index, { title, png }] of screenshots.entries()) {
    kept.push({ title, digest: await app.artifacts.put(sessionId, `page-${String(index + 1).padStart(2, '0')}.png`, 'image/png', png) });
  }
  return { log, screenshots: kept };
}

/** What holds before anything has been run. */
function emptyVerdict(app: App, session: Session, { spec }: ModuleSource, declared: number): Verdict {
  if (session.module === null) throw new BuilderError('bug', 'artifact_missing', 'The session has no module to test.');
  return {
    green: false,
    module: spec.name,
    moduleDigest: session.module,
    odooVersion: session.odooVersion,
    image: app.config.OMB_SANDBOX_IMAGE,
    state: null,
    exitCode: null,
    tests: { declared, run: 0, failed: 0, errors: 0, skipped: 0 },
    criteria: spec.acceptance.map(({ id, title }) => ({ id, title, status: 'not_run', tests: [] })),
    failures: [] as readonly Failure[],
    warnings: [],
    screenshots: [],
    durations: {},
    log: null,
  };
}
