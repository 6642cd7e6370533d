import { z } from 'zod/v4';
import type { Sandbox } from '../../../ports/sandbox.js';
import { EARLIER_DATABASE, read } from '../database.js';
import { ownTables } from './kept-data.js';

/** One column of a model's table, over the records that no data file brings. */
export interface ColumnState {
  readonly model: string;
  readonly column: string;
  /** PostgreSQL's type. */
  readonly type: string;
  readonly rows: number;
  /** Rows with a value. */
  readonly filled: number;
  /** Of the values with their ids. */
  readonly digest: string | null;
  /** Nobody typed it: another formula may give something else. */
  readonly readonly: boolean;
}

const row = z.object({ model: z.string(), column: z.string(), type: z.string(), rows: z.number().int(), filled: z.number().int(), digest: z.string().nullable(), readonly: z.boolean() });
/** What Odoo writes at each change. */
const BOOKKEEPING = "('id', 'create_uid', 'create_date', 'write_uid', 'write_date')";

export async function columnStates(sandbox: Sandbox, module: string, signal?: AbortSignal): Promise<readonly ColumnState[]> {
  const models = await ownTables(sandbox, module, EARLIER_DATABASE, signal);
  if (models.length === 0) return [];
  const selects = models.map((model) => {
    const table = `public.${model.replaceAll('.', '_')}`;
    const mine = `SELECT * FROM ${table} t WHERE NOT EXISTS (SELECT FROM public.ir_model_data d WHERE d.model = '${model}' AND d.res_id = t.id)`;
    return `SELECT '${model}' AS model, a.attname::text AS column, format_type(a.atttypid, NULL) AS type, (SELECT count(*)::int FROM (${mine}) m) AS rows,
      (SELECT count(*)::int FROM (${mine}) m WHERE coalesce(to_jsonb(m)->>a.attname, '') <> '') AS filled,
      (SELECT md5(string_agg(m.id || ':' || coalesce(to_jsonb(m)->>a.attname, ''), ',' ORDER BY m.id)) FROM (${mine}) m) AS digest,
      coalesce((SELECT f.readonly FROM public.ir_model_fields f WHERE f.model = '${model}' AND f.name = a.attname), false) AS readonly
      FROM pg_attribute a WHERE a.attrelid = '${table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname NOT IN ${BOOKKEEPING}`;
  });
  return (await read(sandbox, selects.join(' UNION ALL '), row, signal, EARLIER_DATABASE)) ?? [];
}

/** The model that has the records of this one under another name: as many, with what was entered in one of its fields. */
function renamed(columns: readonly ColumnState[], after: readonly ColumnState[], made: readonly string[]): string | undefined {
  const filled = columns.filter((each) => each.filled > 0);
  return made.find((name) => after.some((now) => now.model === name && filled.some((old) => now.rows === old.rows && now.type === old.type && now.digest === old.digest)));
}

/**
 * What the upgrade did to what was entered. `lost`: a field that was renamed without taking its values along, records or
 * values that are not what they were. `gone`: what the new revision no longer has, and nothing stands for: somebody may have
 * asked for that, so it is told and does not count.
 */
export function comparedData(before: readonly ColumnState[], after: readonly ColumnState[], migrates: boolean): { readonly lost: readonly string[]; readonly gone: readonly string[] } {
  const lost: string[] = [];
  const gone: string[] = [];
  for (const [model, columns] of Map.groupBy(before, (each) => each.model)) {
    const rows = columns[0]?.rows ?? 0;
    const made = [...new Set(after.map((each) => each.model))].filter((name) => !before.some((each) => each.model === name));
    const now = after.filter((each) => each.model === (after.some((same) => same.model === model) ? model : renamed(columns, after, made)));
    if (now.length === 0) {
      if (rows > 0 && made.length > 0) lost.push(`The ${rows} records of "${model}" are gone after the upgrade; ${made.map((name) => `"${name}"`).join(' and ')} is new.`);
      else if (rows > 0) gone.push(`${model} is gone, with its ${rows} records`);
      continue;
    }
    if (now[0]?.rows !== rows) {
      lost.push(`"${model}" had ${rows} records before the upgrade and has ${now[0]?.rows ?? 0} after it.`);
      continue;
    }
    const fresh = now.filter(({ column }) => !columns.some((each) => each.column === column));
    for (const column of columns.filter(({ filled }) => filled > 0)) {
      const same = now.find((each) => each.column === column.column);
      const alike = fresh.filter(({ type }) => type === column.type);
      if (same === undefined) {
        if (alike.some(({ digest }) => digest === column.digest)) continue;
        if (alike.length > 0 && !migrates) lost.push(`What was entered in "${column.column}" of ${model} is lost: that field is gone, and ${alike.map((each) => `"${each.column}"`).join(' or ')} is new and does not have it.`);
        else gone.push(`${column.column} of ${model} is gone, with what ${column.filled} records had in it`);
      } else if (same.digest !== column.digest && !column.readonly && !migrates) lost.push(`The upgrade changed "${column.column}" of ${model}.`);
    }
  }
  return { lost, gone };
}
