import { z } from 'zod/v4';

/** A page that has not settled after this shows it in the screenshot and in the verdict. */
const SETTLE_MS = 15_000;

/** Signs in as the template's administrator: a password of a database that lives for seconds, without network. */
export const SIGN_IN = `async () => {
  const answer = await fetch('/web/session/authenticate', { method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', params: { db: 'work', login: 'admin', password: 'admin' } }) });
  return Boolean((await answer.json()).result?.uid);
}`;

/** View types of a window action, as the web client knows them. */
export const viewTypes = (action: number): string => `async () => {
  const deadline = Date.now() + ${SETTLE_MS};
  while (!globalThis.odoo?.__WOWL_DEBUG__?.root && Date.now() < deadline) await new Promise((done) => setTimeout(done, 30));
  const loaded = await odoo.__WOWL_DEBUG__.root.env.services.action.loadAction(${action});
  return (loaded.views ?? []).map(([, type]) => type).filter((type) => type !== 'search');
}`;

/** Opens a view of an action (a form: of a new record), waits until it is drawn, and tells what went wrong. */
export const openView = (action: number, viewType: string): string => `async () => {
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const limit = Date.now() + ${SETTLE_MS};
  const dialogs = () => [...document.querySelectorAll('.o_error_dialog, .modal .o_dialog_error')].map((dialog) => dialog.innerText.trim());
  let refused = null;
  let done = false;
  odoo.__WOWL_DEBUG__.root.env.services.action.doAction(${action}, { clearBreadcrumbs: true, viewType: ${JSON.stringify(viewType)} })
    .catch((error) => { refused = String(error?.data?.message ?? error?.cause?.message ?? error?.message ?? error); })
    .finally(() => { done = true; });
  const drawn = () => document.querySelector('.o_action_manager .o_${/^[a-z_]+$/.test(viewType) ? viewType : 'action'}_view');
  while (Date.now() < limit && refused === null && dialogs().length === 0 && !(done && drawn() && !document.querySelector('.o_loading_indicator'))) await sleep(30);
  await sleep(60);
  if (refused !== null) await sleep(200);
  const problems = dialogs();
  if (refused !== null) problems.unshift(refused);
  if (problems.length === 0 && !drawn()) problems.push('The ${viewType} view was not drawn within ${SETTLE_MS / 1000} seconds.');
  return problems;
}`;

export const problemsSchema = z.array(z.string());
export const viewTypesSchema = z.array(z.string());
