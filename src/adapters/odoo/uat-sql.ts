import { z } from 'zod/v4';

/**
 * For psql as `odoo`, with OMB_LOGIN, OMB_PASSWORD and OMB_URL in its environment: arguments can be read by every user.
 * The password is hashed by Odoo at the first login (its passlib context takes plain text as deprecated); the users of
 * the demo data have none, because their baked ones are known. The frozen URL keeps a login from another address from
 * changing it.
 */
export const PREPARE_SQL = `
\\getenv login OMB_LOGIN
\\getenv password OMB_PASSWORD
\\getenv url OMB_URL
UPDATE res_users SET password = CASE WHEN login = :'login' THEN :'password' END;
INSERT INTO ir_config_parameter (key, value) VALUES ('web.base.url', :'url'), ('web.base.url.freeze', 'True')
  ON CONFLICT (key) DO UPDATE SET value = excluded.value;
`;

/** The same of a database that was brought back: its logins are those that it had. */
export const MOVED_SQL = `
\\getenv url OMB_URL
INSERT INTO ir_config_parameter (key, value) VALUES ('web.base.url', :'url'), ('web.base.url.freeze', 'True')
  ON CONFLICT (key) DO UPDATE SET value = excluded.value;
`;

/** Rows that were ever written in the database: what changes when a person enters something. */
export const WRITTEN_SQL = 'SELECT tup_inserted + tup_updated + tup_deleted AS written FROM pg_stat_database WHERE datname = current_database()';

/** @param json what `omb-read` says to WRITTEN_SQL */
export const writtenIn = (json: string): number => z.tuple([z.object({ written: z.number() })]).parse(JSON.parse(json))[0].written;

/** Menus of the module that open something, the one nearest the top first. @param module a technical name: letters, digits, underscores */
export const ENTRY_SQL = (module: string): string => `
WITH RECURSIVE tree AS (
  SELECT id, action, 0 AS depth, ARRAY[sequence, id] AS place FROM public.ir_ui_menu WHERE parent_id IS NULL AND active
  UNION ALL
  SELECT menu.id, menu.action, tree.depth + 1, tree.place || ARRAY[menu.sequence, menu.id] FROM public.ir_ui_menu menu JOIN tree ON menu.parent_id = tree.id WHERE menu.active
)
SELECT tree.action FROM tree JOIN public.ir_model_data data ON data.model = 'ir.ui.menu' AND data.res_id = tree.id
WHERE data.module = '${module}' AND tree.action LIKE 'ir.actions.act_window,%' ORDER BY tree.place LIMIT 1`;

const rows = z.array(z.object({ action: z.string().regex(/^[a-z._]+,\d+$/) }));

/** @param json what `omb-read` says to ENTRY_SQL. @returns the first action's address; Odoo's own start page if the module has no menu */
export function entryPathOf(json: string): string {
  const action = rows.parse(JSON.parse(json))[0]?.action.split(',')[1];
  return action === undefined ? '/odoo' : `/odoo/action-${action}`;
}
