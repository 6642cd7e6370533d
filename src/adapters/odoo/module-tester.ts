import type { CheckName } from '../../domain/check.js';
import { UNREADABLE, type Look, type Observation } from '../../domain/observation.js';
import type { OpenBrowser } from '../../ports/browser.js';
import type { ModuleTester, MutantRequest, MutantRun, ReadySandbox, TestRequest, TestRun } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { readState, PAGES_DATABASE, TEST_DATABASE } from './database.js';
import { drive } from './drive/drive.js';
import type { Conversation } from './look/conversation.js';
import { beginLook, finishLook, type Begun, type LookRequest } from './look/look.js';
import { upgradeFromEarlier } from './look/earlier.js';
import { withinWalls } from './look/look-walls.js';
import { refuseNameOfOdoo } from './name-of-odoo.js';
import { runTests } from './run-odoo.js';
import { testMutants } from './test-mutants.js';
import { testAgain } from './test-again.js';
import { Stopwatch } from './stopwatch.js';
import { openPages, type UiRun } from './ui-smoke.js';
import { WarmSandbox } from './warm-sandbox.js';
import { WebOdoo } from './web-server.js';

const lookRequest = ({ module, checks, access, files, signal }: TestRequest): LookRequest => ({ module, checks, access, migrates: files.some(({ path }) => /^(migrations|upgrades)\//.test(path)), signal });

/** Tests a module in a sandbox of ours (deployment/sandbox/README.md: users, databases, commands). */
export class SandboxModuleTester implements ModuleTester {
  constructor(private readonly openBrowser: OpenBrowser) {}

  async warm(sandbox: Sandbox, checks: ReadonlySet<CheckName>): Promise<ReadySandbox> {
    const warm = WarmSandbox.begin(sandbox, checks, this.openBrowser, true);
    return { sandbox, isReady: await warm.ready(), test: (request) => testIn(warm, request) };
  }

  test(sandbox: Sandbox, request: TestRequest): Promise<TestRun> {
    return testIn(WarmSandbox.begin(sandbox, request.checks, this.openBrowser, false), request);
  }

  testMutants(sandbox: Sandbox, request: MutantRequest): Promise<readonly MutantRun[]> {
    return testMutants(sandbox, request);
  }
}

/** What it has started goes with the sandbox, which is used once. */
async function testIn(prepared: WarmSandbox, request: TestRequest): Promise<TestRun> {
  const warm = prepared.only(request.checks);
  const { sandbox } = warm;
  const { module, timeoutMs, signal, progress } = request;
  const watch = new Stopwatch();
  const [loaded] = await Promise.all([watch.time('load', warm.tests), watch.time('files', sandbox.putFiles(`/mnt/modules/${module}`, request.files, 'postgres')), refuseNameOfOdoo(sandbox, module)]);
  signal?.throwIfAborted();
  progress?.('Installing the module in a fresh Odoo and running its tests');
  // Beside the tests, each in a database and an Odoo of its own.
  const looking = lookAround(warm, request, watch);
  const browsing = watch.time('ui', browse(warm, request, watch));
  // Whoever waits for them is told; a run that has failed before does not.
  for (const part of [looking, browsing]) part.catch(() => undefined);
  const run = await watch.time('odoo', runTests(sandbox, module, { timeoutMs, signal, progress }, loaded));
  const state = run.outOfProcesses ? UNREADABLE : await watch.time('state', readState(sandbox, module, signal));
  const outOfMemory = run.exitCode !== 0 && !run.outOfProcesses && (await sandbox.outOfMemory());
  const isUsable = state === 'installed' && !outOfMemory && !run.outOfDisk && !run.timedOut;
  const again = isUsable ? await watch.time('again', testAgain(sandbox, module, run.records, { timeoutMs, signal, progress })) : [];
  const seen = isUsable ? ((await browsing) ?? (await browseTests(warm, request))) : null;
  const ui = seen === null ? null : { opened: seen.opened, problems: seen.problems };
  // The browser is free again; the look may go on beside it.
  const goes = isUsable && run.exitCode === 0 && request.checks.has('journeys');
  const [look, trip] = await Promise.all([isUsable ? looking : null, goes && warm.pages !== null ? watch.time('drive', drive(sandbox, (await warm.pages).browser.until(signal), request)) : null]);
  const observation: Observation = { ...run, outOfMemory, state, timeoutMs, again, ui, driven: trip?.steps ?? null, look, durations: { ...watch.durations(), ...look?.durations } };
  return { observation, screenshots: [...(seen?.screenshots ?? []), ...(trip?.screenshots ?? [])] };
}

/** The module once more, in a database with demo data and a record of each model: what there is to try is tried there. */
async function lookAround(warm: WarmSandbox, request: TestRequest, watch: Stopwatch): Promise<Look | null> {
  if (warm.look === null) return null;
  const { sandbox } = warm;
  const talk = await warm.look;
  const begun = await withinWalls(sandbox, talk, request, () => beginLook(sandbox, talk, lookRequest(request)));
  return withEarlier(sandbox, request, await watch.time('look', tryOut(sandbox, talk, request, begun)), watch);
}

/** And once more in the Odoo that serves the pages, which are opened there; null when it cannot be installed with demo data. */
async function browse(warm: WarmSandbox, request: TestRequest, watch: Stopwatch): Promise<UiRun | null> {
  if (warm.pages === null || !request.checks.has('pages')) return null;
  const { odoo, browser } = await warm.pages;
  const { done, stopped } = await withinWalls(warm.sandbox, odoo.talk, request, () => watch.time('ui-install', odoo.install(request.module)));
  return done && stopped === null ? openPages(warm.sandbox, odoo, browser, PAGES_DATABASE, request) : null;
}

/** In the database of the tests, where there is no other with the module. */
async function browseTests(warm: WarmSandbox, request: TestRequest): Promise<UiRun | null> {
  if (warm.pages === null || !request.checks.has('pages')) return null;
  const { odoo, browser } = await warm.pages;
  await odoo.stop();
  return openPages(warm.sandbox, await WebOdoo.start(warm.sandbox, { database: TEST_DATABASE }), browser, TEST_DATABASE, request);
}

async function tryOut(sandbox: Sandbox, talk: Conversation, request: TestRequest, begun: { readonly done: Begun; readonly stopped: Look['stopped'] }): Promise<Look> {
  const { done, stopped } = await withinWalls(sandbox, talk, request, () => finishLook(sandbox, talk, lookRequest(request), begun.done));
  const hitMemory = done.unanswered.length > 0 && (await sandbox.outOfMemory());
  return { ...done, stopped: begun.stopped ?? stopped ?? (hitMemory ? 'memory' : null) };
}

/** The upgrade from an earlier revision, in a database and processes of its own. */
async function withEarlier(sandbox: Sandbox, request: TestRequest, look: Look, watch: Stopwatch): Promise<Look> {
  const { module, checks, earlier, timeoutMs, signal } = request;
  if (earlier === undefined || !checks.has('lifecycle') || look.installError !== null || look.stopped !== null) return look;
  const tried = await watch.time('earlier', upgradeFromEarlier(sandbox, { module, earlier, migrates: lookRequest(request).migrates, timeoutMs, signal }));
  return { ...look, tried: [...look.tried, ...tried] };
}
