import { z } from 'zod/v4';
import type { Sandbox } from '../../../ports/sandbox.js';
import { LOOK_DATABASE, read, technical } from '../database.js';

/** `kind name`, e.g. `column res_partner.borrowed`. */
export type Inventory = ReadonlySet<string>;

/** What a module may leave in a database: tables, columns and so on, read from outside. Null when it cannot be read. */
export async function takeInventory(sandbox: Sandbox, module: string, signal?: AbortSignal): Promise<Inventory | null> {
  const relations = "public'::regnamespace";
  const select = `
    SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'SQL view' WHEN 'm' THEN 'SQL view' ELSE 'table' END || ' ' || c.relname AS what FROM pg_class c WHERE c.relnamespace = '${relations} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL SELECT 'column ' || c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = '${relations} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = '${relations}
    UNION ALL SELECT 'xmlid ' || module || '.' || name FROM public.ir_model_data WHERE module = '${technical(module)}'
    UNION ALL SELECT 'cron ' || coalesce(s.name->>'en_US', c.id::text) FROM public.ir_cron c JOIN public.ir_act_server s ON s.id = c.ir_actions_server_id
    UNION ALL SELECT 'menu ' || coalesce(m.name->>'en_US', '') || ' (' || m.id || ')' FROM public.ir_ui_menu m
    UNION ALL SELECT 'model ' || model FROM public.ir_model
    UNION ALL SELECT 'parameter ' || key FROM public.ir_config_parameter`;
  const rows = await read(sandbox, select, z.object({ what: z.string() }), signal, LOOK_DATABASE);
  return rows === null ? null : new Set(rows.map(({ what }) => what));
}

/** What is there now and was not before; columns of a table that is named itself are left out. */
export function residue(before: Inventory, after: Inventory): readonly string[] {
  const left = [...after].filter((what) => !before.has(what));
  const tables = new Set(left.filter((what) => what.startsWith('table ')).map((what) => what.slice('table '.length)));
  return left.filter((what) => !(what.startsWith('column ') && tables.has(what.slice('column '.length).split('.')[0] ?? ''))).sort();
}
