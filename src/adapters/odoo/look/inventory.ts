import { z } from 'zod/v4';
import { OPERATIONS, type AccessCell, type CheckName, type Operation } from '../../../domain/check.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { LOOK_DATABASE, read, technical } from '../database.js';

/** More cells than this are a matrix that nobody reads; each costs some 10 ms. */
const MAX_CELLS = 600;

export interface RecordTask {
  readonly check: CheckName;
  /** Id with its module. */
  readonly what: string;
  readonly id: number;
}

export interface CellTask {
  readonly check: 'access';
  readonly what: string;
  readonly model: string;
  /** Database id of the group. */
  readonly group: number;
  readonly operation: Operation;
  /** What the rows of access rights say, or the specification where it speaks of the cell. */
  readonly allowed: boolean;
  readonly bySpec: boolean;
}

export type Task = RecordTask | CellTask;

export interface Group {
  readonly id: number;
  readonly name: string;
  /** A portal or public group: its users are no employees. */
  readonly alone: boolean;
}

const RECORDS: Readonly<Record<string, CheckName>> = { 'ir.ui.view': 'views', 'ir.actions.report': 'reports', 'ir.cron': 'crons', 'mail.template': 'mail_templates' };

/** The module's views, reports, crons and mail templates, read from outside. */
export async function recordTasks(sandbox: Sandbox, module: string, signal?: AbortSignal): Promise<readonly RecordTask[]> {
  const models = Object.keys(RECORDS).map((model) => `'${model}'`).join(', ');
  const select = `SELECT model, module || '.' || name AS what, res_id AS id FROM public.ir_model_data WHERE module = '${technical(module)}' AND model IN (${models}) ORDER BY model, name`;
  const rows = await read(sandbox, select, z.object({ model: z.string(), what: z.string(), id: z.number().int() }), signal, LOOK_DATABASE);
  return (rows ?? []).map(({ model, what, id }) => ({ check: RECORDS[model]!, what, id }));
}

const groupRow = z.object({ id: z.number().int(), xmlid: z.string(), closure: z.array(z.string()) });
const rightsRow = z.object({ model: z.string(), xmlid: z.string().nullable(), read: z.boolean(), write: z.boolean(), create: z.boolean(), unlink: z.boolean() });

/** Groups with all that they imply, models that are the module's own, and the rows of rights on them. */
export async function accessTasks(sandbox: Sandbox, module: string, spec: readonly AccessCell[], signal?: AbortSignal): Promise<{ readonly groups: readonly Group[]; readonly cells: readonly CellTask[] }> {
  const name = technical(module);
  const own = `SELECT m.id, m.model FROM public.ir_model m JOIN public.ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id AND d.module = '${name}'
    WHERE NOT m.abstract AND NOT EXISTS (SELECT FROM public.ir_model_data o WHERE o.model = 'ir.model' AND o.res_id = m.id AND o.module <> '${name}')`;
  const xmlid = (id: string): string => `(SELECT min(x.module || '.' || x.name) FROM public.ir_model_data x WHERE x.model = 'res.groups' AND x.res_id = ${id})`;
  const rights = await read(sandbox, `SELECT own.model, ${xmlid('a.group_id')} AS xmlid, a.perm_read AS read, a.perm_write AS write, a.perm_create AS create, a.perm_unlink AS unlink FROM public.ir_model_access a JOIN (${own}) own ON own.id = a.model_id WHERE a.active`, rightsRow, signal, LOOK_DATABASE);
  const groups = await read(sandbox, `
    WITH RECURSIVE implied(root, id) AS (SELECT id, id FROM public.res_groups UNION SELECT i.root, r.hid FROM implied i JOIN public.res_groups_implied_rel r ON r.gid = i.id)
    SELECT i.root AS id, ${xmlid('i.root')} AS xmlid, json_agg(${xmlid('i.id')}) AS closure FROM implied i
     WHERE i.root IN (SELECT res_id FROM public.ir_model_data WHERE model = 'res.groups' AND (module = '${name}' OR (module = 'base' AND name = 'group_user')))
        OR i.root IN (SELECT a.group_id FROM public.ir_model_access a JOIN (${own}) own ON own.id = a.model_id)
     GROUP BY i.root`, groupRow, signal, LOOK_DATABASE);
  const models = [...new Set((rights ?? []).map(({ model }) => model))].sort();
  const employee = groups?.find(({ xmlid: id }) => id === 'base.group_user')?.closure ?? [];
  const cells = (groups ?? []).flatMap((group) => {
    const held = new Set(isAlone(group.closure) ? group.closure : [...group.closure, ...employee]);
    return models.flatMap((model) =>
      OPERATIONS.map((operation): CellTask => {
        const said = spec.find((cell) => cell.model === model && cell.group === group.xmlid && cell.operation === operation);
        const granted = (rights ?? []).some((row) => row.model === model && row[operation] && (row.xmlid === null || held.has(row.xmlid)));
        return { check: 'access', what: `${group.xmlid}: ${operation} ${model}`, model, group: group.id, operation, allowed: said?.allowed ?? granted, bySpec: said !== undefined };
      }),
    );
  });
  return { groups: (groups ?? []).map(({ id, xmlid: name_, closure }) => ({ id, name: name_, alone: isAlone(closure) })), cells: cells.slice(0, MAX_CELLS) };
}

const isAlone = (closure: readonly string[]): boolean => closure.includes('base.group_portal') || closure.includes('base.group_public');
