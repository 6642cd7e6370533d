import { z } from 'zod/v4';

/** A page that has not settled after this is opened once more, alone. */
export const SETTLE_MS = 15_000;
/** Then: on a busy host a view that takes one second was not drawn within 15. A call of the browser is given up after a minute. */
export const PATIENT_MS = 45_000;
const NOT_DRAWN = 'The view was not drawn within ';
/** It was slow, and no more can be said. */
export const isSlow = (problem: string): boolean => problem.startsWith(NOT_DRAWN);
/** Of what a view still asks when it is drawn. */
const ANSWERS_MS = 5000;
/** Odoo's client loads the dialog that tells what the server refused. */
const DIALOG_MS = 1000;
/** A dialog that tells of an error may come this much after the view, or after the answer that it tells of. */
const LATE_MS = 60;

/** Signs in where nobody or somebody else is: passwords of a database that lives for seconds, without network. */
export const signIn = (database: string, { login, password }: { readonly login: string; readonly password: string }): string => `async () => {
  const wanted = { db: ${JSON.stringify(database)}, login: ${JSON.stringify(login)}, password: ${JSON.stringify(password)} };
  const ask = async (what, params) => {
    const answer = await fetch('/web/session/' + what, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', params }) });
    return (await answer.json()).result;
  };
  // Of no database there is no such page.
  const here = await ask('get_session_info', {}).catch(() => null);
  if (here?.uid && here.db === wanted.db && here.username === wanted.login) return true;
  return Boolean((await ask('authenticate', wanted))?.uid);
}`;

/** Waits until Odoo's client has drawn something. */
export const UNTIL_LOADED = `async () => {
  const limit = Date.now() + ${SETTLE_MS};
  while (!document.querySelector('.o_action_manager > *') && Date.now() < limit) await new Promise((done) => setTimeout(done, 30));
}`;

const DIALOGS = `() => [...document.querySelectorAll('.o_error_dialog, .modal .o_dialog_error')].map((dialog) => dialog.innerText.trim())`;

/** What is wrong with the view that was opened last: dialogs, or what the server refused and the client keeps to itself, as with the records of a list. */
const LATE_PROBLEMS = `async () => {
  const dialogs = ${DIALOGS};
  const { refused } = globalThis.omb;
  for (const limit = Date.now() + ${DIALOG_MS}; refused.length > 0 && dialogs().length === 0 && Date.now() < limit; ) await new Promise((done) => setTimeout(done, 20));
  return dialogs().length > 0 ? dialogs() : refused.map((message) => 'Odoo refused what the view asked for: ' + message);
}`;

/**
 * Opens a view of an action (a form: of a new record, or of the first one where nobody may make any; the action's first
 * view when `viewType` is null), waits until it is drawn, and tells what went wrong and which view types there are.
 */
const OPEN_VIEW = `async ({ id, viewType, settleMs }) => {
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const limit = Date.now() + settleMs;
  while (!globalThis.odoo?.__WOWL_DEBUG__?.root && Date.now() < limit) await sleep(15);
  // A page that broke half-way must not ask whether it may be left.
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
  const { action, menu, orm } = odoo.__WOWL_DEBUG__.root.env.services;
  globalThis.omb ??= (() => {
    const kept = { refused: [] };
    odoo.loader.modules.get('@web/core/network/rpc').rpcBus.addEventListener('RPC:RESPONSE', ({ detail: { error } }) => {
      if (error?.data) kept.refused.push(error.data.message);
    });
    return kept;
  })();
  globalThis.omb.refused.length = 0;
  // It blinks.
  document.documentElement.style.caretColor = 'transparent';
  const dialogs = ${DIALOGS};
  let refused = null;
  let done = false;
  let types = [];
  let nothingToSee = false;
  (async () => {
    const { views = [], res_model: model } = await action.loadAction(id);
    types = views.map(([, type]) => type).filter((type) => type !== 'search');
    const options = { clearBreadcrumbs: true, viewType: kind() };
    if (kind() === 'form' && model && !(await orm.call(model, 'has_access', [[], 'create']))) {
      const [resId] = await orm.search(model, [], { limit: 1 });
      nothingToSee = resId === undefined;
      options.props = { resId };
    }
    const entry = menu.getAll().find(({ actionID }) => actionID === id);
    if (entry !== undefined) menu.setCurrentMenu(entry.appID);
    if (!nothingToSee) await action.doAction(id, options);
  })().catch((error) => { refused = String(error?.data?.message ?? error?.cause?.message ?? error?.message ?? error); })
    .finally(() => { done = true; });
  const kind = () => viewType ?? types[0];
  // A client action is no view: it has drawn something or nothing.
  const drawn = () => done && (nothingToSee || document.querySelector('.o_action_manager ' + (kind() ? '.o_' + kind() + '_view' : '> *')));
  while (Date.now() < limit && refused === null && dialogs().length === 0 && !(drawn() && !document.querySelector('.o_loading_indicator'))) await sleep(15);
  // The dialog may come before the refusal, or after it.
  if (refused !== null || dialogs().length > 0) await sleep(200);
  const problems = dialogs();
  if (refused !== null) problems.unshift(refused);
  if (problems.length === 0 && !drawn()) problems.push(${JSON.stringify(NOT_DRAWN)} + settleMs / 1000 + ' seconds.');
  await document.fonts.ready;
  return { problems, types };
}`;

/**
 * Source of a function that opens several views of an action in a tab, one after the other, each with a picture. What a view
 * draws, asks or says late is waited for while and after its picture is taken. Ends early with a view that something is wrong
 * with. Answers as `seenSchema`. @param viewTypes null: all that the action has @param most of them are looked at
 */
export const SEE_VIEWS = `async (tab, id, viewTypes, most, settleMs = ${SETTLE_MS}) => {
  // Kept for as long as the tab lives: what is said between two calls belongs to somebody too.
  tab.omb ??= await (async () => {
    const kept = { said: [], pending: new Set(), answered: 0, pictures: await tab.context().newCDPSession(tab) };
    tab.on('console', (message) => { if (message.type() === 'error') kept.said.push(message.text()); });
    tab.on('pageerror', (error) => { kept.said.push(String(error)); });
    tab.on('request', (request) => { kept.pending.add(request); });
    for (const end of ['requestfinished', 'requestfailed']) tab.on(end, (request) => { kept.pending.delete(request); kept.answered = Date.now(); });
    return kept;
  })();
  const { omb } = tab;
  let types = viewTypes;
  const seen = [];
  do {
    omb.pending.clear();
    const opened = await tab.evaluate(${OPEN_VIEW}, { id, viewType: types === null ? null : types[seen.length], settleMs });
    types ??= opened.types;
    // Chromium's quick way to a PNG.
    const [picture] = await Promise.all([omb.pictures.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true }), tab.waitForTimeout(${LATE_MS})]);
    const limit = Date.now() + ${ANSWERS_MS};
    while ((omb.pending.size > 0 || Date.now() < omb.answered + ${LATE_MS}) && Date.now() < limit) await tab.waitForTimeout(10);
    seen.push({ problems: opened.problems.length > 0 ? opened.problems : await tab.evaluate(${LATE_PROBLEMS}), png: picture.data });
  } while (seen.length < Math.min(most, types.length) && omb.said.length === 0 && seen.at(-1).problems.length === 0);
  return { seen, types, said: omb.said.splice(0).slice(0, 20).map((text) => text.slice(0, 4000)) };
}`;

/** For `Browser.run`: gives back what pages held that are shown no more. Chromium looks at the machine's memory, and a sandbox has less. */
export const FORGET_PAGES = `async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
}`;

/**
 * Another tab in which the same person is signed in. It has a context of its own: two clients of Odoo in one share what they store, and trip
 * over each other there; and of two tabs in one window Chromium draws the hidden one once a second.
 */
export const TAB_BESIDE = `async (page) => {
  const context = await page.context().browser().newContext({ viewport: page.viewportSize() });
  await context.addInitScript({ path: '/opt/omb/mcp/no-shared-workers.js' });
  await context.addCookies(await page.context().cookies());
  return context.newPage();
}`;

/** `SEE_VIEWS` in the one tab that everybody knows, for `Browser.run`. @param settleMs each is waited for */
export const seeViews = (action: number | string, viewTypes: readonly string[] | null, most: number, settleMs = SETTLE_MS): string => `(page) => (${SEE_VIEWS})(page, ${JSON.stringify(action)}, ${JSON.stringify(viewTypes)}, ${most}, ${settleMs})`;

/** `said`: errors on the console, the last view's. */
export const seenSchema = z.object({ seen: z.array(z.object({ problems: z.array(z.string()), png: z.base64() })).min(1), types: z.array(z.string().regex(/^[a-z_]+$/)), said: z.array(z.string()) });

export type Seen = z.infer<typeof seenSchema>;

/** Asks for an address as whoever is signed in, and tells how it was answered: an HTTP status, or why there is none. */
export const askAddress = (url: string): string => `async () => {
  try {
    return (await fetch(${JSON.stringify(url)}, { signal: AbortSignal.timeout(${SETTLE_MS}) })).status;
  } catch (error) {
    return String(error);
  }
}`;

export const askedSchema = z.union([z.number().int(), z.string()]);
