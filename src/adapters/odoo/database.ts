import { z } from 'zod/v4';
import { BuilderError } from '../../domain/errors.js';
import { UNREADABLE } from '../../domain/observation.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { asPostgres } from './postgres-shell.js';

/** The database in which a module is tested; the sandbox has no other that its Odoo can reach. */
export const TEST_DATABASE = 'work';
/** The one in which it is looked at beyond its tests, demo data and all. */
export const LOOK_DATABASE = 'look';
/** Another with demo data, for the browser: a page without records shows nothing of its rows and cards. Server and browser know it before the module comes. */
export const PAGES_DATABASE = 'pages';
/** A copy of the tests' database, in which journeys are driven. */
export const DRIVE_DATABASE = 'drive';
/** One in which an earlier revision is upgraded. */
export const EARLIER_DATABASE = 'earlier';

export interface Page {
  readonly title: string;
  readonly action: number;
  /** Id of the action with its module. */
  readonly at: string | null;
  /** Null of a client action. */
  readonly model: string | null;
}

/** What an action leads to outside of the client: a page of a controller, a file. */
export interface Address {
  readonly title: string;
  /** As Odoo's client takes it: what begins with neither `http` nor `/` is a path all the same. */
  readonly url: string;
  /** Id of the action with its module. */
  readonly at: string;
}

/** A database of Odoo's role as a copy of another, to which nobody may be connected. @throws BuilderError transient `sandbox_start_failed` */
export async function cloneTemplate(sandbox: Sandbox, template: string, name: string, signal?: AbortSignal): Promise<void> {
  const result = await asPostgres(sandbox, ['omb-clone', template, name], signal);
  if (result.exitCode !== 0) throw new BuilderError('transient', 'sandbox_start_failed', `The database ${template} could not be copied in the sandbox: ${result.stderr.trim()}`);
}

/**
 * Rows of a SELECT, read as a role without rights by a process that the module cannot touch.
 * Null when the database cannot be read: the module may have broken it, which is its verdict and no error of ours.
 */
export async function read<T>(sandbox: Sandbox, select: string, row: z.ZodType<T>, signal?: AbortSignal, database = TEST_DATABASE): Promise<T[] | null> {
  const result = await asPostgres(sandbox, ['omb-read', database, select], signal);
  if (result.exitCode !== 0) return null;
  const parsed = z.array(row).safeParse(JSON.parse(result.stdout));
  return parsed.success ? parsed.data : null;
}

/** `ir_module_module.state` of a module; null when there is none, `UNREADABLE` when it cannot be asked. */
export async function readState(sandbox: Sandbox, module: string, signal?: AbortSignal, database = TEST_DATABASE): Promise<string | null> {
  const rows = await read(sandbox, `SELECT state FROM public.ir_module_module WHERE name = '${technical(module)}'`, z.object({ state: z.string() }), signal, database);
  return rows === null ? UNREADABLE : (rows[0]?.state ?? null);
}

/**
 * What of the module a person can open: its menus in the order of the menu bar, then window actions without a menu that
 * need no record to start from. Server actions are not opened: they do something.
 */
export async function readPages(sandbox: Sandbox, database: string, module: string, signal?: AbortSignal): Promise<readonly Page[]> {
  const name = technical(module);
  const idOf = (action: string): string => `(SELECT min(x.module || '.' || x.name) FROM public.ir_model_data x WHERE x.model = a.type AND x.res_id = ${action})`;
  const row = z.object({ title: z.string(), action: z.number().int(), at: z.string().nullable(), model: z.string().nullable() });
  const menus = read(sandbox, `
    SELECT coalesce(m.name->>'en_US', d.name) AS title, a.id AS action, ${idOf('a.id')} AS at, w.res_model AS model
      FROM public.ir_ui_menu m JOIN public.ir_model_data d ON d.model = 'ir.ui.menu' AND d.res_id = m.id
      JOIN public.ir_actions a ON m.action = a.type || ',' || a.id
      LEFT JOIN public.ir_act_window w ON w.id = a.id
     WHERE d.module = '${name}' AND m.active AND a.type IN ('ir.actions.act_window', 'ir.actions.client')
     ORDER BY m.parent_path, m.sequence, m.id`, row, signal, database);
  const alone = read(sandbox, `
    SELECT coalesce(a.name->>'en_US', d.name) AS title, a.id AS action, d.module || '.' || d.name AS at, a.res_model AS model
      FROM public.ir_act_window a JOIN public.ir_model_data d ON d.model = 'ir.actions.act_window' AND d.res_id = a.id
     WHERE d.module = '${name}' AND a.binding_model_id IS NULL AND coalesce(a.target, 'current') <> 'new'
       AND coalesce(a.domain, '') || coalesce(a.context, '') NOT LIKE '%active_id%'
       AND NOT EXISTS (SELECT FROM public.ir_ui_menu m WHERE m.action = a.type || ',' || a.id)
     ORDER BY a.id`, row, signal, database);
  return [...((await menus) ?? []), ...((await alone) ?? [])];
}

/** Where the module's actions for an address lead, menus or not. */
export async function readAddresses(sandbox: Sandbox, database: string, module: string, signal?: AbortSignal): Promise<readonly Address[]> {
  const rows = await read(sandbox, `
    SELECT coalesce(a.name->>'en_US', d.name) AS title, CASE WHEN a.url LIKE 'http%' OR a.url LIKE '/%' THEN a.url ELSE '/' || a.url END AS url, d.module || '.' || d.name AS at
      FROM public.ir_act_url a JOIN public.ir_model_data d ON d.model = 'ir.actions.act_url' AND d.res_id = a.id
     WHERE d.module = '${technical(module)}' ORDER BY a.id`, z.object({ title: z.string(), url: z.string(), at: z.string() }), signal, database);
  return rows ?? [];
}

export interface DataBytes {
  /** That Postgres has on its volume: tables, and also what a query spills, the log of changes, and what lies in databases that are not the module's. */
  readonly held: number;
  /** That it has written to its tables since it began, those that are gone included. */
  readonly written: number;
}

const WRITTEN = 'SELECT sum((coalesce(writes, 0) + coalesce(extends, 0)) * op_bytes) FROM pg_stat_io';

/** Null when it cannot be asked. */
export async function dataBytes(sandbox: Sandbox): Promise<DataBytes | null> {
  // A file that goes while it is counted makes du end with 1.
  const result = await asPostgres(sandbox, ['sh', '-c', `du -sk "$PGDATA" 2>/dev/null | cut -f 1; psql -XAtq -d postgres -c '${WRITTEN}'`]);
  const [kilobytes = Number.NaN, written = 0] = result.stdout.trim().split('\n').map(Number);
  return Number.isNaN(kilobytes) ? null : { held: kilobytes * 1024, written };
}

export function technical(name: string): string {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return name;
  throw new BuilderError('bug', 'module_name_refused', `"${name}" is no technical name of a module.`);
}
