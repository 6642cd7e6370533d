import { BuilderError } from '../../domain/errors.js';
import { LOOK_CHECKS, type CheckName } from '../../domain/check.js';
import type { Browser, OpenBrowser } from '../../ports/browser.js';
import type { Sandbox, StartedCommand } from '../../ports/sandbox.js';
import { cloneTemplate, LOOK_DATABASE, PAGES_DATABASE, TEST_DATABASE } from './database.js';
import { Conversation } from './look/conversation.js';
import { loadOdoo, loadOdoos, type Python } from './run-odoo.js';
import { loadClient } from './ui-smoke.js';
import { WebOdoo } from './web-server.js';

/** Acceptance tests make their own records; demo data would only get in their way. */
const PLAIN = 'tpl_base';
/** Odoo loads a module's demo data only where its own is there. */
const WITH_DEMO = 'tpl_demo';

const needsBrowser = (checks: ReadonlySet<CheckName>): boolean => checks.has('pages') || checks.has('journeys');

/**
 * All of a verdict that does not depend on the module: databases, three Odoos that are loaded, a browser that has shown
 * Odoo once. Begun at once, side by side; each part is waited for by who needs it.
 */
export class WarmSandbox {
  private constructor(
    readonly sandbox: Sandbox,
    readonly tests: Promise<StartedCommand>,
    /** Null when no check asks for it. */
    readonly look: Promise<Conversation> | null,
    readonly pages: Promise<{ readonly odoo: WebOdoo; readonly browser: Browser }> | null,
  ) {
    // Whoever waits for a part is told; nobody else has to be.
    for (const part of [tests, look, pages]) part?.catch(() => undefined);
  }

  /** @param ahead of the module: then Odoo's client is loaded too, which takes as long as opening a page does the first time */
  static begin(sandbox: Sandbox, checks: ReadonlySet<CheckName>, openBrowser: OpenBrowser, ahead: boolean): WarmSandbox {
    const looks = LOOK_CHECKS.some((check) => checks.has(check));
    const browses = needsBrowser(checks);
    const odoos = cloneTemplate(sandbox, PLAIN, TEST_DATABASE).then(() => loadOdoos(sandbox, 1 + Number(looks) + Number(browses)));
    const withDemo = async (database: string): Promise<Python> => (await Promise.all([odoos, cloneTemplate(sandbox, WITH_DEMO, database)]))[0];
    const tests = odoos.then((python) => loadOdoo(sandbox, { python }));
    const look = looks ? withDemo(LOOK_DATABASE).then((python) => Conversation.begin(sandbox, { python })) : null;
    const pages = browses ? WarmSandbox.pages(sandbox, openBrowser, withDemo(PAGES_DATABASE), ahead) : null;
    return new WarmSandbox(sandbox, tests, look, pages);
  }

  private static async pages(sandbox: Sandbox, openBrowser: OpenBrowser, loaded: Promise<Python>, ahead: boolean): Promise<{ odoo: WebOdoo; browser: Browser }> {
    const [odoo, browser] = await Promise.all([loaded.then((python) => WebOdoo.start(sandbox, { python })), openBrowser(sandbox)]);
    if (ahead) await loadClient(browser, PAGES_DATABASE);
    return { odoo, browser };
  }

  /** Without the parts that no check asks for. */
  only(checks: ReadonlySet<CheckName>): WarmSandbox {
    return new WarmSandbox(this.sandbox, this.tests, LOOK_CHECKS.some((check) => checks.has(check)) ? this.look : null, needsBrowser(checks) ? this.pages : null);
  }

  /** Resolves when every part is ready; the function says whether it still is. @throws BuilderError of the part that is not */
  async ready(): Promise<() => boolean> {
    const [tests, look, pages] = await Promise.all([this.tests, this.look, this.pages]);
    if (look && (await look.ask({ do: 'rest' })) === null) throw new BuilderError('transient', 'sandbox_start_failed', `Odoo could not be loaded in a new sandbox: ${look.log.trim().split('\n').at(-1) ?? ''}`);
    return () => !tests.hasEnded() && !(look?.isOver ?? false) && !(pages?.odoo.talk.isOver ?? false);
  }
}
