import { BuilderError } from '../../domain/errors.js';
import type { UiProblem } from '../../domain/observation.js';
import type { Browser } from '../../ports/browser.js';
import type { Screenshot, TestRequest } from '../../ports/module-tester.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { readAddresses, readPages, type Address, type Page } from './database.js';
import { HTTP_PORT } from './run-odoo.js';
import { askAddress, askedSchema, seenSchema, seeViews, signIn } from './ui-script.js';
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

/** Signs in to a database and opens a page of Odoo's own there: the first time that takes seconds, for server and browser. */
export async function loadClient(browser: Browser, database: string): Promise<void> {
  await enter(browser, database);
  await browser.navigate(`${BASE}/odoo/action-${OF_ODOO}`);
  await browser.run(seeViews(OF_ODOO, null, MAX_VIEWS));
  // Asks for nothing while it waits, and is of the same origin: what the browser has compiled stays.
  await browser.navigate(`${BASE}/web/health`);
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
  const [pages, addresses] = await Promise.all([readPages(sandbox, database, module, signal), readAddresses(sandbox, database, module, signal)]);
  if (pages.length + addresses.length === 0) return { opened: [], problems: [], screenshots: [] };
  await enter(browser, database);
  // Those of the installation are told by it.
  const before = odoo.errors().length;
  const said = (): string[] => odoo.errors().slice(before).slice(-1).map((record) => `${record.message}\n${record.traceback ?? ''}`.trim());
  const asked = await askFor(browser, said, addresses.slice(0, MAX_PAGES));
  const { problems, screenshots } = await openAll(browser, said, pages, progress);
  return { opened: [...screenshots.map(({ title }) => title), ...asked.opened], problems: [...problems, ...asked.problems], screenshots };
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

async function openAll(browser: Browser, said: () => string[], pages: readonly Page[], progress?: (message: string) => void): Promise<Pick<UiRun, 'problems' | 'screenshots'>> {
  const problems: UiProblem[] = [];
  const screenshots: Screenshot[] = [];
  const first = pages[0];
  if (first === undefined) return { problems, screenshots };
  await browser.navigate(`${BASE}/odoo/action-${first.action}`);
  // The first view stands alone: the console also tells of Odoo's client itself.
  let isFirst = true;
  // Messages of the console that have been told.
  let known = 0;
  for (const page of pages.slice(0, MAX_PAGES)) {
    progress?.(`Looking at "${page.title}"`);
    let left: readonly string[] | null = null;
    while (left === null || (left.length > 0 && screenshots.length < MAX_VIEWS)) {
      const { seen, types, isLoud } = seenSchema.parse(await browser.run(seeViews(page.action, left, isFirst ? 1 : MAX_VIEWS - screenshots.length)));
      left ??= types;
      const views = seen.map((view, at) => ({ ...view, type: left?.[at] }));
      left = left.slice(seen.length);
      for (const { type, png } of views) screenshots.push({ title: titleOf(page, type), criterion: null, png: Buffer.from(png, 'base64') });
      const { problems: shown = [], type } = views.at(-1) ?? {};
      if (!isFirst && !isLoud && shown.length === 0) continue;
      isFirst = false;
      const console = (await browser.consoleErrors()).slice(known);
      known += console.length;
      if (shown.length + console.length === 0) continue;
      problems.push({ where: titleOf(page, type), ...(page.at === null ? {} : { at: page.at }), ...(page.model === null || type === undefined ? {} : { view: { model: page.model, type } }), message: [...shown, ...console, ...said()].join('\n') });
      // The page that broke may take the next ones along: one of Odoo's own tells them apart.
      await browser.navigate(`${BASE}/odoo/action-${OF_ODOO}`);
      known = (await browser.consoleErrors()).length;
    }
  }
  return { problems, screenshots };
}

const titleOf = (page: Page, viewType = 'page'): string => `${page.title} (${viewType})`;
