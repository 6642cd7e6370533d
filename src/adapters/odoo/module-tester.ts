import { LOOK_CHECKS } from '../../domain/check.js';
import type { Look, Observation } from '../../domain/observation.js';
import type { Browser, OpenBrowser } from '../../ports/browser.js';
import type { ModuleTester, TestRequest, TestRun } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { cloneTemplate, readPages, readState, TEST_DATABASE } from './database.js';
import { watchDisk } from './disk-limit.js';
import { Conversation } from './look/conversation.js';
import { lookAt } from './look/look.js';
import { runTests } from './run-odoo.js';
import { testAgain } from './test-again.js';
import { Stopwatch } from './stopwatch.js';
import { smokeUi, type UiRun } from './ui-smoke.js';
import { warmOdoo, type WarmOdoo } from './web-server.js';

/** Acceptance tests make their own records; demo data would only get in their way. */
const TEMPLATE = 'tpl_base';

/** On 2 busy cores the look at a module of 5 models took 50 s. */
const MAX_LOOK_MS = 240_000;

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
    // A second and a third Odoo and a browser get ready on the other core, so that what follows need not wait for them.
    const scene = checks.has('pages') ? Promise.all([warmOdoo(sandbox), this.warmBrowser(sandbox, signal)]) : null;
    const talk = LOOK_CHECKS.some((check) => checks.has(check)) ? Conversation.begin(sandbox, module) : null;
    for (const started of [scene, talk]) started?.catch(() => undefined);
    try {
      const run = await watch.time('odoo', runTests(sandbox, module, { timeoutMs: request.timeoutMs, signal, progress }));
      const state = await watch.time('state', readState(sandbox, module, signal));
      const outOfMemory = run.exitCode !== 0 && (await sandbox.outOfMemory());
      const isUsable = state === 'installed' && !outOfMemory && !run.outOfDisk && !run.timedOut;
      const again = isUsable ? await watch.time('again', testAgain(sandbox, module, run.records, { timeoutMs: request.timeoutMs, signal, progress })) : [];
      const [seen, look] = await Promise.all([
        isUsable && scene !== null ? watch.time('ui', this.openPages(sandbox, await scene, request)) : null,
        isUsable && talk !== null ? watch.time('look', this.lookBeyond(sandbox, await talk, request)) : null,
      ]);
      const observation: Observation = { ...run, outOfMemory, state, timeoutMs: request.timeoutMs, again, ui: seen === null ? null : { opened: seen.screenshots.map(({ title }) => title), problems: seen.problems }, look, durations: { ...watch.durations(), ...look?.durations } };
      return { observation, screenshots: seen?.screenshots ?? [] };
    } finally {
      // Not waited for: the sandbox goes next, and takes them along.
      void scene?.then(([odoo, browser]) => Promise.allSettled([odoo.stop(), browser.close()]), () => undefined);
      void talk?.then((process) => process.stop().catch(() => undefined), () => undefined);
    }
  }

  /** Held by the walls that hold the tests: a cron that never ends is stopped like a test that never ends. */
  private async lookBeyond(sandbox: Sandbox, talk: Conversation, { module, files, checks, access, timeoutMs, signal, progress }: TestRequest): Promise<Look> {
    progress?.('Trying views, reports, jobs, mails, rights, and the life of the module');
    let stopped: Look['stopped'] = null;
    const stop = (why: Look['stopped']): void => {
      stopped ??= why;
      void talk.stop().catch(() => undefined);
    };
    const timer = setTimeout(() => stop('time'), Math.min(timeoutMs, MAX_LOOK_MS));
    const unwatch = watchDisk(sandbox, () => stop('disk'));
    try {
      const look = await lookAt(sandbox, talk, { module, checks, access, migrates: files.some(({ path }) => /^(migrations|upgrades)\//.test(path)), signal });
      if (look.unanswered.length > 0 && stopped === null && (await sandbox.outOfMemory())) stopped = 'memory';
      return { ...look, stopped };
    } finally {
      clearTimeout(timer);
      unwatch();
    }
  }

  /** The first navigation is what starts Chromium. */
  private async warmBrowser(sandbox: Sandbox, signal: AbortSignal | undefined): Promise<Browser> {
    const browser = await this.openBrowser(sandbox, signal);
    await browser.navigate('about:blank');
    return browser;
  }

  private async openPages(sandbox: Sandbox, [odoo, browser]: [WarmOdoo, Browser], { module, signal, progress }: TestRequest): Promise<UiRun> {
    progress?.('Opening the pages of the module in a browser');
    const pages = await readPages(sandbox, module, signal);
    if (pages.length === 0) return { problems: [], screenshots: [] };
    await odoo.serve(signal);
    return smokeUi(browser, odoo, pages, progress);
  }
}
