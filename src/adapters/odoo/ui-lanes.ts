import { z } from 'zod/v4';
import { TAB_BESIDE, SEE_VIEWS, seenSchema, type Seen } from './ui-script.js';

/** Pages from which on a second tab pays that has to load Odoo's client first: that takes as long as several views. */
const TWO_LANES = 6;
/** After this no page is begun: a call of the browser is given up after a minute. */
const BEGIN_MS = 20_000;

/**
 * Opens pages (ids of their actions), all views of each, in two tabs at once, for `Browser.run`: whichever is free takes the next
 * page. A tab in which something is wrong ends there: with two of them at work nobody can say for sure whose fault it is, so such
 * a page has to be opened again alone, as have those that no tab has come to. Answers as `lanesSchema`.
 * @param first an address of Odoo's client, where both begin; null: they have been kept @param most views of all pages together
 */
export const seePages = (first: string | null, actions: readonly number[], most: number): string => `async (page) => {
  const seeViews = ${SEE_VIEWS};
  const waiting = ${JSON.stringify(actions)}.map((action, index) => ({ action, index }));
  const seen = waiting.map(() => null);
  const limit = Date.now() + ${BEGIN_MS};
  const first = ${JSON.stringify(first)};
  let left = ${most};
  const lane = async (tab) => {
    while (waiting.length > 0 && left > 0 && Date.now() < limit) {
      const { action, index } = waiting.shift();
      const found = await seeViews(tab, action, null, left);
      seen[index] = found;
      left -= found.seen.length;
      if (found.said.length > 0 || found.seen.at(-1).problems.length > 0) return;
    }
  };
  const begin = async (tab) => {
    tab.omb?.said.splice(0);
    // Somebody else may be signed in by now, or in another database.
    if (first !== null && tab !== page) await tab.context().addCookies(await page.context().cookies());
    return first === null || (await tab.goto(first, { waitUntil: 'commit' })).ok();
  };
  // Odoo's first answer makes what the second tab asks for too.
  const hasBegun = await begin(page).catch(() => false);
  const beside = page.omb?.beside ?? null;
  if (page.omb) page.omb.beside = null;
  const two = hasBegun && seen.length >= (first === null ? 2 : ${TWO_LANES});
  const second = async () => {
    const tab = beside ?? (await (${TAB_BESIDE})(page));
    try {
      if (two && (await begin(tab))) await lane(tab);
    } finally {
      await tab.context().close();
    }
  };
  // A tab that fails leaves its page to whoever opens it alone.
  await Promise.allSettled([...(hasBegun ? [lane(page)] : []), ...(two || beside !== null ? [second()] : [])]);
  return seen;
}`;

/** For each page what was seen of it; null of one that no tab has come to, or was through with. */
export const lanesSchema = z.array(seenSchema.nullable());

/** Nothing is wrong with it. */
export const isQuiet = ({ seen, said }: Seen): boolean => said.length === 0 && seen.every(({ problems }) => problems.length === 0);
