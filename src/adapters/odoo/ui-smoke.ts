import { BuilderError } from '../../domain/errors.js';
import type { UiProblem } from '../../domain/observation.js';
import type { Browser } from '../../ports/browser.js';
import type { Screenshot, TestRequest } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { PAGES_DATABASE, readAddresses, readPages, type Address, type Page } from './database.js';
import { HTTP_PORT } from './run-odoo.js';
import { KEEP_CLIENTS, keptSchema, loadClients } from './ui-client.js';
import { isQuiet, lanesSchema, seePages } from './ui-lanes.js';
import { askAddress, askedSchema, isSlow, PATIENT_MS, seenSchema, SETTLE_MS, seeViews, signIn, type Seen } from './ui-script.js';
import type { WebOdoo } from './web-server.js';

/** Beyond these a verdict would take minutes; the rest is left to the person who tries the module. */
const MAX_PAGES = 30;
const MAX_VIEWS = 50;

/** A plain list that no module of ours changes. */
const OF_ODOO = 'base.action_res_bank_form';

export interface UiRun {
  /** Titles of all that was opened, with and without a picture. */
  readonly opened: readonly string[];
  readonly problems: readonly UiProblem[];
  readonly screenshots: readonly Screenshot[];
}

export const BASE = `http://127.0.0.1:${HTTP_PORT}`;

/** Signs in to a database and loads Odoo's client there: the first time that takes seconds, for server and browser. */
export async function loadClient(browser: Browser, database: string): Promise<void> {
  await enter(browser, database);
  await browser.run(loadClients(`${BASE}/odoo/action-${OF_ODOO}`, OF_ODOO));
}

/** As the template's administrator unless somebody else is named. */
export async function enter(browser: Browser, database: string, who = { login: 'admin', password: 'admin' }): Promise<void> {
  await browser.navigate(`${BASE}/web/health`);
  if ((await browser.evaluate(signIn(database, who))) !== true) throw new BuilderError('transient', 'browser_failed', 'The browser in the sandbox could not sign in to Odoo.');
}

/** Signs in and opens every view of every page of the module, each with a screenshot, and asks for the addresses that its actions lead to. */
export async function openPages(sandbox: Sandbox, odoo: WebOdoo, anyBrowser: Browser, database: string, { module, signal, progress }: TestRequest): Promise<UiRun> {
  progress?.('Opening the pages of the module in a browser');
  const browser = anyBrowser.until(signal);
  const [pages, addresses, isKept] = await Promise.all([readPages(sandbox, database, module, signal), readAddresses(sandbox, database, module, signal), database === PAGES_DATABASE && browser.run(KEEP_CLIENTS).then((kept) => keptSchema.parse(kept))]);
  if (pages.length + addresses.length === 0) return { opened: [], problems: [], screenshots: [] };
  if (!isKept) await enter(browser, database);
  const asked = await askFor(browser, saidSince(odoo), addresses.slice(0, MAX_PAGES));
  const { problems, screenshots } = await openAll(browser, odoo, pages.slice(0, MAX_PAGES), isKept, progress);
  return { opened: [...screenshots.map(({ title }) => title), ...asked.opened], problems: [...problems, ...asked.problems], screenshots };
}

/** The last error that Odoo has logged since now: those of before are told by whom they belong to. */
function saidSince(odoo: WebOdoo): () => string[] {
  const before = odoo.errors().length;
  return () => odoo.errors().slice(before).slice(-1).map((record) => `${record.message}\n${record.traceback ?? ''}`.trim());
}

/** What leads out of Odoo is left alone: a sandbox has no network. */
async function askFor(browser: Browser, said: () => string[], addresses: readonly Address[]): Promise<Pick<UiRun, 'opened' | 'problems'>> {
  const opened: string[] = [];
  const problems: UiProblem[] = [];
  for (const { title, url, at } of addresses.filter((each) => [BASE, undefined].includes(URL.parse(each.url, BASE)?.origin))) {
    const where = `${title} (${url})`;
    opened.push(where);
    const answer = askedSchema.parse(await browser.evaluate(askAddress(url)));
    if (typeof answer === 'number' && answer < 400) continue;
    const server = answer === 500 ? said() : [];
    problems.push({ where, at, message: [typeof answer === 'number' ? `Odoo answers ${answer} to ${url}.` : answer, ...server].join('\n') });
  }
  return { opened, problems };
}

/** Every page, first all of them quickly and then, alone, those with which that did not go well: what is told then is theirs. */
async function openAll(browser: Browser, odoo: WebOdoo, pages: readonly Page[], isKept: boolean, progress?: (message: string) => void): Promise<Pick<UiRun, 'problems' | 'screenshots'>> {
  const problems: UiProblem[] = [];
  const screenshots: Screenshot[] = [];
  const first = pages[0];
  if (first === undefined) return { problems, screenshots };
  const saidMeanwhile = saidSince(odoo);
  const seen = lanesSchema.parse(await browser.run(seePages(isKept ? null : `${BASE}/odoo/action-${first.action}`, pages.map(({ action }) => action), MAX_VIEWS)));
  const meanwhile = saidMeanwhile();
  const alone = new PageByPage(browser, saidSince(odoo));
  for (const [index, page] of pages.entries()) {
    const beside = seen[index] ?? null;
    const isWell = beside !== null && isQuiet(beside);
    if (!isWell) progress?.(`Looking at "${page.title}"`);
    const found = isWell ? { pictures: picturesOf(page, beside.seen, beside.types), problems: [] } : await alone.open(page, MAX_VIEWS - screenshots.length);
    screenshots.push(...found.pictures);
    problems.push(...found.problems);
    if (isWell || beside === null || found.problems.length > 0) continue;
    // What does not come again has happened all the same, unless it was slow and no more.
    const once = [...(beside.seen.at(-1)?.problems ?? []), ...beside.said].filter((problem) => !isSlow(problem));
    if (once.length > 0) problems.push(problemOf(page, beside.types[beside.seen.length - 1], [...once, ...meanwhile]));
  }
  return { problems, screenshots };
}

/** Opens one page after the other in one tab, so that what goes wrong is the last view's. */
class PageByPage {
  /** The first view stands alone: the console also tells of Odoo's client itself. */
  private isFirst = true;
  /** Messages of the console that have been told. */
  private known = 0;
  /** A page that was never drawn has used it up: of a module whose pages all hang each would cost it. */
  private patienceMs = PATIENT_MS;

  constructor(private readonly browser: Browser, private readonly said: () => readonly string[]) {}

  async open(page: Page, most: number): Promise<{ readonly pictures: readonly Screenshot[]; readonly problems: readonly UiProblem[] }> {
    const pictures: Screenshot[] = [];
    const problems: UiProblem[] = [];
    if (most <= 0) return { pictures, problems };
    if (this.isFirst) await this.browser.navigate(`${BASE}/odoo/action-${page.action}`);
    let left: readonly string[] | null = null;
    while ((left === null || left.length > 0) && pictures.length < most) {
      const found: Seen = seenSchema.parse(await this.browser.run(seeViews(page.action, left, this.isFirst ? 1 : most - pictures.length, this.patienceMs)));
      const types: readonly string[] = left ?? found.types;
      left = types.slice(found.seen.length);
      pictures.push(...picturesOf(page, found.seen, types));
      const { problems: shown = [] } = found.seen.at(-1) ?? {};
      if (shown.some(isSlow)) this.patienceMs = SETTLE_MS;
      if (!this.isFirst && found.said.length + shown.length === 0) continue;
      this.isFirst = false;
      const console = (await this.browser.consoleErrors()).slice(this.known);
      this.known += console.length;
      if (shown.length + console.length === 0) continue;
      problems.push(problemOf(page, types[found.seen.length - 1], [...shown, ...console, ...this.said()]));
      // The page that broke may take the next ones along: one of Odoo's own tells them apart.
      await this.browser.navigate(`${BASE}/odoo/action-${OF_ODOO}`);
      this.known = (await this.browser.consoleErrors()).length;
    }
    return { pictures, problems };
  }
}

const titleOf = (page: Page, viewType = 'page'): string => `${page.title} (${viewType})`;

const picturesOf = (page: Page, seen: Seen['seen'], types: readonly string[]): Screenshot[] => seen.map(({ png }, at) => ({ title: titleOf(page, types[at]), criterion: null, png: Buffer.from(png, 'base64') }));

const problemOf = (page: Page, type: string | undefined, said: readonly string[]): UiProblem => ({ where: titleOf(page, type), ...(page.at === null ? {} : { at: page.at }), ...(page.model === null || type === undefined ? {} : { view: { model: page.model, type } }), message: said.join('\n') });
