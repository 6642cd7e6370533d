import type { CheckName } from '../../domain/check.js';
import { UNREADABLE, type Look, type Observation } from '../../domain/observation.js';
import type { Browser, OpenBrowser } from '../../ports/browser.js';
import type { ModuleTester, MutantRequest, MutantRun, ReadySandbox, TestRequest, TestRun } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { readAddresses, readPages, readState, PAGES_DATABASE, TEST_DATABASE } from './database.js';
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

  testMutants(sandbox: Sandbox, request: MutantRequest): Promise<readonly MutantRun[]> {
    return testMutants(sandbox, request);
  }
}

/** What goes on beside the tests: the look to its end, and the pages. */
interface Around {
  readonly look: Promise<Look | null>;
  readonly pages: Promise<UiRun | null>;
}

const NOTHING_AROUND: Around = { look: Promise.resolve(null), pages: Promise.resolve(null) };

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
  const around = isUsable ? await beside : NOTHING_AROUND;
  const pages = await around.pages;
  // Without a look there is the database of the tests.
  const seen = pages ?? (isUsable && warm.pages !== null && request.checks.has('pages') ? await watch.time('ui', openPages(sandbox, await warm.pages, TEST_DATABASE, request)) : null);
  const ui = seen === null ? null : { opened: seen.opened, problems: seen.problems };
  // The browser is free again; the look may go on beside it.
  const goes = isUsable && run.exitCode === 0 && request.checks.has('journeys');
  const [look, trip] = await Promise.all([around.look, goes && warm.pages !== null ? watch.time('drive', drive(sandbox, (await warm.pages).browser.until(signal), request)) : null]);
  const observation: Observation = { ...run, outOfMemory, state, timeoutMs, again, ui, driven: trip?.steps ?? null, look, durations: { ...watch.durations(), ...look?.durations } };
  return { observation, screenshots: [...(seen?.screenshots ?? []), ...(trip?.screenshots ?? [])] };
}

/** The module once more, in a database with demo data and a record of each model: what there is to try is tried, pages are opened in a copy. */
async function lookAround(warm: WarmSandbox, request: TestRequest, watch: Stopwatch): Promise<Around> {
  if (warm.look === null) return NOTHING_AROUND;
  const { sandbox } = warm;
  const talk = await warm.look;
  const begun = await withinWalls(sandbox, talk, request, () => beginLook(sandbox, talk, lookRequest(request)));
  const look = watch.time('look', tryOut(sandbox, talk, request, begun)).then((done) => withEarlier(sandbox, request, done, watch));
  const isToSee = warm.pages !== null && request.checks.has('pages') && begun.done.hasPages;
  const pages = isToSee ? watch.time('ui', warm.pages.then((parts) => openPages(sandbox, parts, PAGES_DATABASE, request))) : Promise.resolve(null);
  // Whoever waits for them is told; a run that has failed before does not.
  for (const part of [look, pages]) part.catch(() => undefined);
  return { look, pages };
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

async function openPages(sandbox: Sandbox, { odoo, browser }: { odoo: WebOdoo; browser: Browser }, database: string, { module, signal, progress }: TestRequest): Promise<UiRun> {
  progress?.('Opening the pages of the module in a browser');
  const [pages, addresses] = [await readPages(sandbox, database, module, signal), await readAddresses(sandbox, database, module, signal)];
  if (pages.length + addresses.length === 0) return { opened: [], problems: [], screenshots: [] };
  return smokeUi(browser.until(signal), odoo, database, pages, addresses, progress);
}
