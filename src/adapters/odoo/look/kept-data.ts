import { z } from 'zod/v4';
import type { Sandbox } from '../../../ports/sandbox.js';
import { LOOK_DATABASE, read, technical } from '../database.js';

export interface TableState {
  readonly model: string;
  readonly rows: number;
  /** Of the ids; of all values too when `values` was asked for. */
  readonly digest: string | null;
}

const PLAIN = /^[a-z][a-z0-9_.]*$/;

/** The module's own models that have a table. */
export async function ownTables(sandbox: Sandbox, module: string, database: string, signal?: AbortSignal): Promise<readonly string[]> {
  const named = await read(
    sandbox,
    `SELECT m.model FROM public.ir_model m JOIN public.ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id AND d.module = '${technical(module)}' JOIN pg_class c ON c.relname = replace(m.model, '.', '_') AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' WHERE NOT m.transient`,
    z.object({ model: z.string() }),
    signal,
    database,
  );
  return (named ?? []).map(({ model }) => model).filter((model) => PLAIN.test(model));
}

/** Records of the module's models that no data file of its own rewrites, as seen from outside. */
export async function tableStates(sandbox: Sandbox, module: string, values: boolean, signal?: AbortSignal): Promise<readonly TableState[]> {
  const models = await ownTables(sandbox, module, LOOK_DATABASE, signal);
  if (models.length === 0) return [];
  const row = values ? "(to_jsonb(t) - 'write_date' - 'write_uid')::text" : 't.id::text';
  const selects = models.map((model) => `SELECT '${model}' AS model, count(*)::int AS rows, md5(string_agg(md5(${row}), ',' ORDER BY t.id)) AS digest FROM public.${model.replaceAll('.', '_')} t WHERE NOT EXISTS (SELECT FROM public.ir_model_data d WHERE d.model = '${model}' AND d.res_id = t.id)`);
  return (await read(sandbox, selects.join(' UNION ALL '), z.object({ model: z.string(), rows: z.number().int(), digest: z.string().nullable() }), signal, LOOK_DATABASE)) ?? [];
}

/** One sentence for each model whose records are not what they were. */
export function lostData(before: readonly TableState[], after: readonly TableState[]): readonly string[] {
  return before.flatMap(({ model, rows, digest }) => {
    const now = after.find((each) => each.model === model);
    if (now === undefined) return [`The records of ${model} are gone after the upgrade.`];
    if (now.rows !== rows) return [`${model} had ${rows} records before the upgrade and has ${now.rows} after it.`];
    return now.digest === digest ? [] : [`The upgrade changed records of ${model}.`];
  });
}
