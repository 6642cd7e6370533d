import { openMcpBrowser } from '../../../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../../../src/adapters/odoo/module-tester.js';
import { generateAcceptanceTests } from '../../../../src/codegen/acceptance.js';
import { generateModule } from '../../../../src/codegen/generate.js';
import { journeysOf } from '../../../../src/codegen/journey/journeys.js';
import type { OpenBrowser } from '../../../../src/ports/browser.js';
import { inSandbox } from '../../../support/sandbox.js';
import { storedSpec } from '../../../support/stored-spec.js';

jest.setTimeout(600_000);

/** Of each kind one: a button that refuses, a form that cannot be saved, somebody else's records, dates; `npm run verify:examples` drives all. */
const CHOSEN = ['AC-2', 'AC-4', 'AC-6', 'AC-7'];
/** What a page cannot show or take, and why. */
const NOT_DRIVEN: Readonly<Record<string, string>> = { 'AC-7, step 7': 'the search box cannot say what is looked for' };
/** On a machine that does much else; never a reason to call a module broken. */
const TOO_SLOW = /did not answer within|needs what a step before it could not do|no time left/;

/** On a machine where the list of users that fit what is typed comes late, and every pick from a list a moment after it was aimed at. */
const LATE_LISTS = `async (page) => {
  const later = (ms) => new Promise((done) => setTimeout(done, ms));
  await page.route('**/web_name_search', async (route) => {
    if (/group_member/.test(route.request().postData())) await later(1000);
    await route.continue();
  });
  const late = (clickable, isPick) => {
    const { click } = clickable;
    clickable.click = async function (...how) {
      if (await isPick(this)) await later(300);
      return click.apply(this, how);
    };
  };
  const item = 'autocomplete--dropdown-item';
  late(Object.getPrototypeOf(page.locator('body')), (locator) => String(locator).includes(item));
  late(Object.getPrototypeOf(await page.$('body')), (element) => element.evaluate((each, name) => each.className.includes(name), item));
}`;
const openLateBrowser: OpenBrowser = async (sandbox) => {
  const browser = await openMcpBrowser(sandbox);
  await browser.run(LATE_LISTS);
  return browser;
};

test('criteria of the library are driven in a browser as the users of its groups, with a picture a step', async () => {
  const { spec, bodies } = storedSpec('examples/library');
  const journeys = journeysOf(spec).filter(({ criterion }) => CHOSEN.includes(criterion));
  expect(journeys.map(({ criterion }) => criterion)).toEqual(CHOSEN);
  const files = [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)];
  const checks = new Set(['journeys'] as const);
  const { observation, screenshots } = await inSandbox((sandbox) => new SandboxModuleTester(openLateBrowser).test(sandbox, { module: spec.name, files, checks, access: [], journeys, timeoutMs: 240_000 }));
  const driven = observation.driven!;
  const named = driven.map((step) => ({ ...step, at: `${step.criterion}, step ${step.step}` }));
  const otherwise = named.filter(({ status, message, at }) => status !== 'green' && NOT_DRIVEN[at] !== message && !(status === 'not_driven' && TOO_SLOW.test(message ?? '')));
  expect(otherwise).toEqual([]);
  expect(named.filter(({ status }) => status === 'green').length).toBeGreaterThan(named.length / 2);
  expect(driven.map(({ criterion, words }) => [criterion, words])).toEqual(journeys.flatMap(({ criterion, steps }) => steps.map(({ words }) => [criterion, words])));
  expect(screenshots.map(({ title }) => title)).toEqual(driven.flatMap(({ screenshot }) => screenshot ?? []));
  expect(screenshots.every(({ png }) => Buffer.from(png).subarray(1, 4).toString() === 'PNG')).toBe(true);
  // Odoo's words, as the person reads them.
  const said = (criterion: string, step: number): string => {
    const { status, message } = driven.find((each) => each.criterion === criterion && each.step === step)!;
    return status === 'green' ? (message ?? '') : 'too slow';
  };
  expect(said('AC-2', 7)).toMatch(/No copy of this book is left|too slow/);
  expect(said('AC-4', 2)).toMatch(/A book with this ISBN exists already|too slow/);
  expect(said('AC-6', 10)).toMatch(/^Odoo offers no “New” to this person$|too slow/);
});
