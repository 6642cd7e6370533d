import { LOOK_CHECKS } from '../../domain/check.js';
import type { Look, Observation } from '../../domain/observation.js';
import type { Browser, OpenBrowser } from '../../ports/browser.js';
import type { ModuleTester, TestRequest, TestRun } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { cloneTemplate, readPages, readState, PAGES_DATABASE, TEST_DATABASE } from './database.js';
import { Conversation } from './look/conversation.js';
import { beginLook, finishLook, type Begun, type LookRequest } from './look/look.js';
import { withinWalls } from './look/look-walls.js';
import { runTests } from './run-odoo.js';
import { testAgain } from './test-again.js';
import { Stopwatch } from './stopwatch.js';
import { smokeUi, type UiRun } from './ui-smoke.js';
import { warmOdoo, type WarmOdoo } from './web-server.js';

/** Acceptance tests make their own records; demo data would only get in their way. */
const TEMPLATE = 'tpl_base';

const lookRequest = ({ module, checks, access, files, signal }: TestRequest): LookRequest => ({ module, checks, access, migrates: files.some(({ path }) => /^(migrations|upgrades)\//.test(path)), signal });

/** Tests a module in a sandbox of ours (deployment/sandbox/README.md: users, databases, commands). */
export class SandboxModuleTester implements ModuleTester {
  constructor(private readonly openBrowser: OpenBrowser) {}

  async test(sandbox: Sandbox, request: TestRequest): Promise<TestRun> {
    const { module, checks, signal, progress } = request;
    const watch = new Stopwatch();
    await Promise.all([
      watch.time('files', sandbox.putFiles(`/mnt/modules/${module}`, request.files, 'odoo')),
      watch.time('clone', cloneTemplate(sandbox, TEMPLATE, TEST_DATABASE, signal)),
    ]);
    progress?.('Installing the module in a fresh Odoo and running its tests');
    // On the other core, so that what follows need not wait: a second Odoo and a browser for the pages, a third for the look.
    const scene = checks.has('pages') ? Promise.all([warmOdoo(sandbox), this.warmBrowser(sandbox, signal)]) : null;
    const talk = LOOK_CHECKS.some((check) => checks.has(check)) ? Conversation.begin(sandbox, module) : null;
    const begun = talk?.then((conversation) => withinWalls(sandbox, conversation, request.timeoutMs, () => beginLook(sandbox, conversation, lookRequest(request))));
    for (const started of [scene, talk, begun]) started?.catch(() => undefined);
    try {
      const run = await watch.time('odoo', runTests(sandbox, module, { timeoutMs: request.timeoutMs, signal, progress }));
      const state = await watch.time('state', readState(sandbox, module, signal));
      const outOfMemory = run.exitCode !== 0 && (await sandbox.outOfMemory());
      const isUsable = state === 'installed' && !outOfMemory && !run.outOfDisk && !run.timedOut;
      const again = isUsable ? await watch.time('again', testAgain(sandbox, module, run.records, { timeoutMs: request.timeoutMs, signal, progress })) : [];
      const ready = isUsable && begun !== undefined ? await begun : null;
      const [seen, look] = await Promise.all([
        isUsable && scene !== null ? watch.time('ui', this.openPages(sandbox, await scene, ready?.done.hasPages === true ? PAGES_DATABASE : TEST_DATABASE, request)) : null,
        ready !== null && talk !== null ? watch.time('look', this.look(sandbox, await talk, request, ready)) : null,
      ]);
      const ui = seen === null ? null : { opened: seen.screenshots.map(({ title }) => title), problems: seen.problems };
      const observation: Observation = { ...run, outOfMemory, state, timeoutMs: request.timeoutMs, again, ui, look, durations: { ...watch.durations(), ...look?.durations } };
      return { observation, screenshots: seen?.screenshots ?? [] };
    } finally {
      // Not waited for: the sandbox goes next, and takes them along.
      void scene?.then(([odoo, browser]) => Promise.allSettled([odoo.stop(), browser.close()]), () => undefined);
      void talk?.then((conversation) => conversation.stop().catch(() => undefined), () => undefined);
    }
  }

  private async look(sandbox: Sandbox, talk: Conversation, request: TestRequest, begun: { readonly done: Begun; readonly stopped: Look['stopped'] }): Promise<Look> {
    const { done, stopped } = await withinWalls(sandbox, talk, request.timeoutMs, () => finishLook(sandbox, talk, lookRequest(request), begun.done));
    const hitMemory = done.unanswered.length > 0 && (await sandbox.outOfMemory());
    return { ...done, stopped: begun.stopped ?? stopped ?? (hitMemory ? 'memory' : null) };
  }

  /** The first navigation is what starts Chromium. */
  private async warmBrowser(sandbox: Sandbox, signal: AbortSignal | undefined): Promise<Browser> {
    const browser = await this.openBrowser(sandbox, signal);
    await browser.navigate('about:blank');
    return browser;
  }

  private async openPages(sandbox: Sandbox, [odoo, browser]: [WarmOdoo, Browser], database: string, { module, signal, progress }: TestRequest): Promise<UiRun> {
    progress?.('Opening the pages of the module in a browser');
    const pages = await readPages(sandbox, database, module, signal);
    if (pages.length === 0) return { problems: [], screenshots: [] };
    await odoo.serve(database, signal);
    return smokeUi(browser, odoo, database, pages, progress);
  }
}
