import { journeysOf } from '../codegen/journey/journeys.js';
import { junitXml } from '../codegen/report/junit.js';
import { reportPage } from '../codegen/report/page.js';
import { accessMatrix } from '../domain/access-matrix.js';
import { appsOf } from '../domain/base-modules.js';
import type { CheckName } from '../domain/check.js';
import type { Score } from '../domain/checkpoint.js';
import { BuilderError } from '../domain/errors.js';
import { fingerprintOfAll } from '../domain/fingerprint.js';
import type { Digest, Session } from '../domain/session.js';
import type { Verdict } from '../domain/verdict.js';
import type { TestRun } from '../ports/module-tester.js';
import type { App } from './app.js';
import { earlierRevision } from './earlier-revision.js';
import { judgeModule } from './judge-module.js';
import { LanguageAccount } from './language-account.js';
import { learnCure } from './learn-cure.js';
import type { Mutation } from './judge/mutation.js';
import { loadModuleSource, type ModuleSource } from './module-source.js';
import { rewriteTests } from './rewrite-tests.js';
import { repairsOf } from './repair-log.js';
import { runStage, type StageContext } from './run-stage.js';
import { runInSandbox, type SandboxRun } from './run-in-sandbox.js';
import { storeTree } from './store-tree.js';
import { tryMutants } from './try-mutants.js';

/**
 * Stage `testing`: gates first, then a real Odoo in a sandbox of its own, and the verdict on what was seen.
 * The verdict (also as JUnit XML and as a page for a person), Odoo's log and a screenshot of each page and of each step of a journey are artifacts.
 */
export function testModule(app: App, sessionId: string, checks: readonly CheckName[] = app.config.OMB_CHECKS): Promise<Session | null> {
  return runStage(app, sessionId, 'testing', async (ctx) => {
    const account = new LanguageAccount(app, ctx.session, ctx.signal);
    const { verdict, pictures, tests } = await bestVerdict(app, ctx, new Set(checks), account);
    const report = await app.artifacts.put(sessionId, 'verdict.json', 'application/json', Buffer.from(JSON.stringify(verdict, null, 2)));
    await app.artifacts.put(sessionId, 'junit.xml', 'application/xml', Buffer.from(junitXml(verdict)));
    await app.artifacts.put(sessionId, 'report.html', 'text/html; charset=utf-8', Buffer.from(reportPage(verdict, pictures)));
    await ctx.progress(verdict.green ? `All ${verdict.tests.run} tests are green` : (verdict.failures[0]?.sentence ?? 'The module is not right yet'));
    await learnCure(app, ctx.session, verdict);
    return { type: 'module_tested', green: verdict.green, report, usage: account.usage, score: scoreOf(verdict), ...(tests === null ? {} : { acceptanceTests: tests }) };
  });
}

function scoreOf({ state, criteria, warnings, failures, module }: Verdict): Score {
  return { installs: state === 'installed', green: criteria.filter(({ status }) => status === 'green').length, warnings: warnings.length, failures: fingerprintOfAll(failures, module) };
}

interface Tested {
  readonly verdict: Verdict;
  readonly pictures: TestRun['screenshots'];
}

/**
 * The verdict on the module; where one of its tests noticed nothing that was broken on purpose, that test is written anew, and the
 * module is tested by the new one. It counts when the module is green by it too and it notices something.
 * @returns with the digest of new tests that count; null where the tests stay as they are
 */
async function bestVerdict(app: App, ctx: StageContext, checks: ReadonlySet<CheckName>, account: LanguageAccount): Promise<Tested & { readonly tests: Digest | null }> {
  const source = await loadModuleSource(app.artifacts, ctx.session);
  const first = await verdictOn(app, ctx, checks, source);
  const rewritten = await rewriteTests(app, ctx.session, source.spec, first.verdict.mutants?.vacuous ?? [], account);
  if (rewritten === null) return { ...first, tests: null };
  await ctx.progress(`Testing with new tests of ${rewritten.criteria.join(', ')}, because nothing that was broken made the present ones fail`);
  const second = await verdictOn(app, ctx, checks, { ...source, tests: rewritten.tests });
  const still = second.verdict.mutants?.vacuous ?? rewritten.criteria;
  const better = second.verdict.green ? rewritten.criteria.filter((id) => !still.includes(id)) : [];
  const counted = { rewrittenTests: { asked: [...rewritten.criteria], better } };
  if (better.length === 0) return { ...first, verdict: { ...first.verdict, ...counted }, tests: null };
  return { ...second, verdict: { ...second.verdict, ...counted }, tests: await storeTree(app, ctx.session, 'acceptance-tests.tree', rewritten.tests) };
}

async function verdictOn(app: App, ctx: StageContext, checks: ReadonlySet<CheckName>, { spec, files, tests }: ModuleSource): Promise<Tested> {
  const { session } = ctx;
  if (session.module === null) throw new BuilderError('bug', 'artifact_missing', 'The session has no module to test.');
  const subject = { name: spec.name, files: [...files, ...tests], criteria: spec.acceptance, checks };
  await ctx.progress('Checking the sources');
  let around: SandboxRun['durations'] = {};
  let mutants: Mutation | null = null;
  const { gatesMs, run, ...judgement } = await judgeModule(app.python, subject, async (isGreen) => {
    const done = await runInSandbox(app, ctx, { module: spec.name, files: subject.files, checks, access: accessMatrix(spec), journeys: journeysOf(spec), ...(checks.has('lifecycle') ? await earlierRevision(app, session) : {}) }, appsOf(spec.depends), async (sandbox, seen) => {
      if (app.config.OMB_MUTANTS > 0 && isGreen(seen)) mutants = await tryMutants(app, ctx, sandbox, { spec, files, tests });
    });
    around = done.durations;
    return done.run;
  });
  const repairs = await repairsOf(app, session);
  const verdict: Verdict = {
    ...judgement,
    module: spec.name,
    moduleDigest: session.module,
    odooVersion: session.odooVersion,
    image: app.config.OMB_SANDBOX_IMAGE,
    state: run?.observation.state ?? null,
    exitCode: run?.observation.exitCode ?? null,
    ...(mutants === null ? {} : { mutants }),
    ...(repairs.length === 0 ? {} : { refusedTestEdits: repairs.reduce((sum, each) => sum + each.refusedTestEdits, 0) }),
    durations: { gates: gatesMs, ...around, ...run?.observation.durations },
    ...(run === null ? { log: null, screenshots: [] } : await keep(app, session.id, run)),
  };
  return { verdict, pictures: run?.screenshots ?? [] };
}

/** The log and the pictures as artifacts. */
async function keep(app: App, sessionId: string, { observation, screenshots }: TestRun): Promise<Pick<Verdict, 'log' | 'screenshots'>> {
  const log = await app.artifacts.put(sessionId, 'odoo.log', 'text/plain; charset=utf-8', Buffer.from(observation.log));
  const kept = [];
  for (const [index, { title, criterion, png }] of screenshots.entries()) {
    kept.push({ title, criterion, digest: await app.artifacts.put(sessionId, `page-${String(index + 1).padStart(2, '0')}.png`, 'image/png', png) });
  }
  return { log, screenshots: kept };
}
