import { z } from 'zod/v4';
import { BuilderError } from '../../../domain/errors.js';
import type { Journey } from '../../../domain/journey.js';
import type { Browser } from '../../../ports/browser.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { cloneTemplate, DRIVE_DATABASE, read, technical, TEST_DATABASE } from '../database.js';
import { enter } from '../ui-smoke.js';
import { askOdoo, type Known } from './drive-script.js';

/** As the first journey found it: where each of the others begins. */
const KEPT_DATABASE = 'drive_kept';
/** Of users that live for seconds in a database without network. */
const PASSWORD = 'drive-in-the-sandbox';
const QUICK_MS = 60_000;

export interface Login {
  readonly login: string;
  readonly password: string;
}

/** What the journeys need: a database with the module, a page for each model, a user of each group. */
export interface DriveWorld {
  readonly actions: Readonly<Record<string, number>>;
  /** By the group; `''` is the administrator. A text says why there is none. */
  readonly users: ReadonlyMap<string, Login | string>;
  /** Records of the module's data, by their names; of other modules by the module's too. */
  readonly data: Known;
}

/** Makes the database of the tests once more, as it was when they began, with users for the journeys. */
export async function makeDriveWorld(sandbox: Sandbox, browser: Browser, module: string, journeys: readonly Journey[], signal?: AbortSignal): Promise<DriveWorld> {
  await copyDatabase(sandbox, TEST_DATABASE, DRIVE_DATABASE, signal);
  const steps = journeys.flatMap((journey) => journey.steps);
  const actions = await readActions(sandbox, module, [...new Set(steps.map(({ model }) => model))], signal);
  await enter(browser, DRIVE_DATABASE);
  const users = await makeUsers(sandbox, browser, module, [...new Set(steps.flatMap(({ user }) => (user === null ? [] : [user])))], signal);
  const data = await readData(sandbox, browser, module, journeys, signal);
  await browser.navigate('about:blank');
  await copyDatabase(sandbox, DRIVE_DATABASE, KEPT_DATABASE, signal);
  return { actions, users, data };
}

/** All that a journey did is undone. */
export async function beginAnew(sandbox: Sandbox, signal?: AbortSignal): Promise<void> {
  await administer(sandbox, `DROP DATABASE "${DRIVE_DATABASE}" WITH (FORCE)`, signal);
  await copyDatabase(sandbox, KEPT_DATABASE, DRIVE_DATABASE, signal);
}

/** Whoever is still connected to the one that is copied is sent away: Odoo comes back by itself. */
async function copyDatabase(sandbox: Sandbox, from: string, to: string, signal?: AbortSignal): Promise<void> {
  await administer(sandbox, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`, signal);
  await cloneTemplate(sandbox, from, to, signal);
}

async function administer(sandbox: Sandbox, sql: string, signal?: AbortSignal): Promise<void> {
  const result = await sandbox.exec({ command: ['psql', '-XAtq', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-c', sql], user: 'postgres', timeoutMs: QUICK_MS, signal });
  if (result.exitCode !== 0) throw new BuilderError('transient', 'sandbox_start_failed', `A database could not be made anew in the sandbox: ${result.stderr.trim()}`);
}

const MODEL = /^[a-z][a-z0-9_.]*$/;

/** A page for each model: the module's own before Odoo's, with a menu before without, of all records before of some. */
async function readActions(sandbox: Sandbox, module: string, models: readonly string[], signal?: AbortSignal): Promise<Readonly<Record<string, number>>> {
  const named = models.filter((model) => MODEL.test(model)).map((model) => `'${model}'`);
  if (named.length === 0) return {};
  const hasMenu = "EXISTS (SELECT FROM public.ir_ui_menu m WHERE m.active AND m.action = 'ir.actions.act_window,' || a.id)";
  const own = `EXISTS (SELECT FROM public.ir_model_data d WHERE d.model = 'ir.actions.act_window' AND d.res_id = a.id AND d.module = '${technical(module)}')`;
  const rows = await read(sandbox, `
    SELECT DISTINCT ON (a.res_model) a.res_model AS model, a.id AS action FROM public.ir_act_window a
     WHERE a.res_model IN (${named.join(', ')}) AND coalesce(a.target, 'current') <> 'new' AND (${own} OR ${hasMenu}) AND coalesce(a.domain, '') || coalesce(a.context, '') NOT LIKE '%active_id%'
     ORDER BY a.res_model, ${own} DESC, a.view_mode LIKE '%form%' DESC, ${hasMenu} DESC, coalesce(a.domain, '[]') = '[]' DESC, a.id`, z.object({ model: z.string(), action: z.number().int() }), signal, DRIVE_DATABASE);
  return Object.fromEntries((rows ?? []).map(({ model, action }) => [model, action]));
}

const answered = z.union([z.object({ result: z.unknown() }), z.object({ error: z.string() })]);

async function ask(browser: Browser, model: string, method: string, ...args: readonly unknown[]): Promise<{ readonly result?: unknown; readonly error?: string }> {
  return answered.parse(await browser.evaluate(askOdoo(model, method, args)));
}

/** The administrator gets every group of the module; each group that a step names gets a user with it and no other. */
async function makeUsers(sandbox: Sandbox, browser: Browser, module: string, groups: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Login | string>> {
  const rows = await read(sandbox, `
    SELECT d.module || '.' || d.name AS xmlid, d.res_id AS id, d.module = '${technical(module)}' AS own, coalesce(g.name->>'en_US', d.name) AS label
      FROM public.ir_model_data d JOIN public.res_groups g ON g.id = d.res_id WHERE d.model = 'res.groups'`, z.object({ xmlid: z.string(), id: z.number().int(), own: z.boolean(), label: z.string() }), signal, DRIVE_DATABASE);
  const byId = new Map((rows ?? []).map((row) => [row.xmlid, row]));
  const admin = await ask(browser, 'res.users', 'search', [['login', '=', 'admin']]);
  // One by one: a group of another kind of user is refused, and takes no other along.
  for (const { id, own } of rows ?? []) if (own) await ask(browser, 'res.users', 'write', admin.result, { group_ids: [[4, id]] });
  const users = new Map<string, Login | string>([['', { login: 'admin', password: 'admin' }]]);
  const employee = byId.get('base.group_user')?.id;
  for (const group of groups) {
    const found = byId.get(group);
    if (found === undefined || employee === undefined) {
      users.set(group, `there is no group ${group}`);
      continue;
    }
    const login = `drive-${found.id}`;
    const ids = [...new Set([employee, found.id])];
    const { error } = await ask(browser, 'res.users', 'create', [{ name: `${found.label} (${group.split('.').at(-1) ?? group})`, login, password: PASSWORD, group_ids: [[6, 0, ids]] }]);
    users.set(group, error === undefined ? { login, password: PASSWORD } : `no user of the group ${group} can be made for the browser: ${error.split('\n')[0] ?? ''}`);
  }
  return users;
}

async function readData(sandbox: Sandbox, browser: Browser, module: string, journeys: readonly Journey[], signal?: AbortSignal): Promise<Known> {
  const wanted = new Set(journeys.flatMap(({ data }) => data).filter((name) => /^[a-z][a-z0-9_]*$/.test(name)));
  const spoken = new Set(journeys.flatMap(({ steps }) => steps.flatMap((step) => [...('record' in step ? [step.record] : []), ...('values' in step ? step.values : 'looks' in step ? step.looks : 'filters' in step ? step.filters : []).flatMap(({ value }) => (value.kind === 'records' ? value.names : []))])));
  const own = [...wanted].filter((name) => spoken.has(name)).map((name) => `'${technical(module)}.${name}'`);
  const others = [...spoken].filter((name) => /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/.test(name)).map((name) => `'${name}'`);
  if (own.length + others.length === 0) return {};
  const rows = await read(sandbox, `SELECT CASE WHEN module = '${technical(module)}' THEN name ELSE module || '.' || name END AS name, model, res_id AS id FROM public.ir_model_data WHERE module || '.' || name IN (${[...own, ...others].join(', ')})`, z.object({ name: z.string(), model: z.string(), id: z.number().int() }), signal, DRIVE_DATABASE);
  const known: Record<string, Known[string]> = {};
  for (const { name, model, id } of rows ?? []) {
    const { result } = await ask(browser, model, 'read', [id], ['display_name']);
    known[name] = { model, id, name: z.array(z.object({ display_name: z.string() })).safeParse(result).data?.[0]?.display_name ?? '' };
  }
  return known;
}
