import { z } from 'zod/v4';
import { TAB_BESIDE, SEE_VIEWS } from './ui-script.js';

/**
 * What Odoo answers to requests, as far as its client keeps it. Left out is what is new each time it is asked: tokens, the number of
 * the last notification, who is online, and the hashes under which the client stores what is asked for here, or is let forget.
 */
const ASK = `(asked) => Promise.all(asked.map(async ({ url, method, body }) => {
  const answer = await fetch(url, { method, body, cache: 'no-store', headers: body === null ? {} : { 'Content-Type': 'application/json' } });
  const text = (await answer.text()).replace(/csrf_token: "[^"]*"|"(registry_hash|hash|im_status|write_date|partner_write_date)": "[^"]*"|"\\w*bus_id": \\d+|"\\w+": {"messages": \\[\\]}(, )?/g, '');
  return { status: answer.status, text };
}))`;

/** Ends the line on which Odoo tells its client what happens, once it is there: it would wait while the module is installed, and ask. */
const HANG_UP = `async () => {
  const { bus_service: bus, worker_service: worker } = odoo.__WOWL_DEBUG__.root.env.services;
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  for (const limit = Date.now() + 10_000; bus.workerState !== 'CONNECTED' && Date.now() < limit; ) await sleep(20);
  // Services that are late ask for channels of their own.
  await sleep(300);
  await worker.send('BUS:STOP');
  await sleep(100);
}`;

/**
 * Loads Odoo's client in two tabs, for `Browser.run`, and notes what each was told on the way. They ask for nothing while they wait.
 * @param first an address of the client, with an action of Odoo's own @param action the same action
 */
export const loadClients = (first: string, action: string): string => `async (page) => {
  const beside = await (${TAB_BESIDE})(page);
  for (const tab of [page, beside]) {
    const asked = [];
    // Menus, views and what records hold are asked for anew in any case.
    const note = (request) => {
      if (['document', 'xhr', 'fetch'].includes(request.resourceType()) && !/\\/load_menus|\\/(get_views|onchange|(web_)?(search_)?read(_group)?)$|\\/action\\/load/.test(request.url())) asked.push({ url: request.url().replace(/hash=[^&]*&/, ''), method: request.method(), body: request.postData() });
    };
    tab.on('request', note);
    await tab.goto(${JSON.stringify(first)}, { waitUntil: 'commit' });
    await (${SEE_VIEWS})(tab, ${JSON.stringify(action)}, null, 10);
    tab.off('request', note);
    await tab.evaluate(${HANG_UP});
    tab.omb.told = { asked, answers: JSON.stringify(await tab.evaluate(${ASK}, asked)) };
  }
  page.omb.beside = beside;
}`;

/**
 * Whether the clients that were loaded before the module came are what they would be if they were loaded now: each question that
 * one of them asked is answered as it was then, the page with session and files included. They then learn of the module's menus, and
 * forget what they know of models and views.
 */
export const KEEP_CLIENTS = `async (page) => {
  const beside = page.omb?.beside;
  if (!beside) return false;
  try {
    const { asked, answers } = page.omb.told;
    if (JSON.stringify(await page.evaluate(${ASK}, asked)) !== answers) return false;
    await Promise.all([page, beside].map((tab) => tab.evaluate(async () => {
      odoo.loader.modules.get('@web/core/network/rpc').rpcBus.trigger('CLEAR-CACHES');
      await odoo.__WOWL_DEBUG__.root.env.services.menu.reload();
    })));
    return [page, beside].every((tab) => tab.omb.said.length === 0);
  } catch {
    return false;
  }
}`;

export const keptSchema = z.boolean();
