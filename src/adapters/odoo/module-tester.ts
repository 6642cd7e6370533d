import type { CheckName } from '../../domain/check.js';
import { UNREADABLE, type Look, type Observation } from '../../domain/observation.js';
import type { Browser, OpenBrowser } from '../../ports/browser.js';
import type { ModuleTester, ReadySandbox, TestRequest, TestRun } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { readPages, readState, PAGES_DATABASE, TEST_DATABASE } from './database.js';
import type { Conversation } from './look/conversation.js';
import { beginLook, finishLook, type Begun, type LookRequest } from './look/look.js';
import { withinWalls } from './look/look-walls.js';
import { refuseNameOfOdoo } from './name-of-odoo.js';
import { runTests } from './run-odoo.js';
import { testAgain } from './test-again.js';
import { Stopwatch } from './stopwatch.js';
import { smokeUi, type UiRun } from './ui-smoke.js';
import { WarmSandbox } from './warm-sandbox.js';
import type { WebOdoo } from './web-server.js';

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
  // On the other core.
  const beside = lookAround(warm, request, watch);
  beside.catch(() => undefined);
  const run = await watch.time('odoo', runTests(sandbox, module, { timeoutMs, signal, progress }, loaded));
  const state = run.outOfProcesses ? UNREADABLE : await watch.time('state', readState(sandbox, module, signal));
  const outOfMemory = run.exitCode !== 0 && !run.outOfProcesses && (await sandbox.outOfMemory());
  const isUsable = state === 'installed' && !outOfMemory && !run.outOfDisk && !run.timedOut;
  const again = isUsable ? await watch.time('again', testAgain(sandbox, module, run.records, { timeoutMs, signal, progress })) : [];
  const { look, pages } = isUsable ? await beside : { look: null, pages: null };
  // Without a look there is the database of the tests.
  const seen = pages ?? (isUsable && warm.pages !== null ? await watch.time('ui', openPages(sandbox, await warm.pages, TEST_DATABASE, request)) : null);
  const ui = seen === null ? null : { opened: seen.screenshots.map(({ title }) => title), problems: seen.problems };
  const observation: Observation = { ...run, outOfMemory, state, timeoutMs, again, ui, look, durations: { ...watch.durations(), ...look?.durations } };
  return { observation, screenshots: seen?.screenshots ?? [] };
}

/** The module once more, in a database with demo data and a record of each model: what there is to try is tried, pages are opened in a copy. */
async function lookAround(warm: WarmSandbox, request: TestRequest, watch: Stopwatch): Promise<{ readonly look: Look | null; readonly pages: UiRun | null }> {
  if (warm.look === null) return { look: null, pages: null };
  const { sandbox } = warm;
  const talk = await warm.look;
  const begun = await withinWalls(sandbox, talk, request, () => beginLook(sandbox, talk, lookRequest(request)));
  const [look, pages] = await Promise.all([
    watch.time('look', tryOut(sandbox, talk, request, begun)),
    warm.pages !== null && begun.done.hasPages ? watch.time('ui', openPages(sandbox, await warm.pages, PAGES_DATABASE, request)) : null,
  ]);
  return { look, pages };
}

async function tryOut(sandbox: Sandbox, talk: Conversation, request: TestRequest, begun: { readonly done: Begun; readonly stopped: Look['stopped'] }): Promise<Look> {
  const { done, stopped } = await withinWalls(sandbox, talk, request, () => finishLook(sandbox, talk, lookRequest(request), begun.done));
  const hitMemory = done.unanswered.length > 0 && (await sandbox.outOfMemory());
  return { ...done, stopped: begun.stopped ?? stopped ?? (hitMemory ? 'memory' : null) };
}

async function openPages(sandbox: Sandbox, { odoo, browser }: { odoo: WebOdoo; browser: Browser }, database: string, { module, signal, progress }: TestRequest): Promise<UiRun> {
  progress?.('Opening the pages of the module in a browser');
  const pages = await readPages(sandbox, database, module, signal);
  if (pages.length === 0) return { problems: [], screenshots: [] };
  return smokeUi(browser.until(signal), odoo, database, pages, progress);
}
