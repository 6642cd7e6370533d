import { z } from 'zod/v4';
import { OPERATIONS, type AccessCell, type CheckName, type Operation } from '../../../domain/check.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { LOOK_DATABASE, read, technical } from '../database.js';

/** More cells than this are a matrix that nobody reads; each costs some 10 ms. */
const MAX_CELLS = 600;
/** Each makes a company, some 100 ms. */
const MAX_ELSEWHERE = 40;

export interface RecordTask {
  readonly check: CheckName;
  /** Id with its module. */
  readonly what: string;
  /** Of which it is a record, e.g. `ir.cron`. */
  readonly model: string;
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
  /** The record belongs to a company that is not the user's. */
  readonly elsewhere?: true;
}

export type Task = RecordTask | CellTask;

export interface Group {
  readonly id: number;
  readonly name: string;
  /** A portal or public group: its users are no employees. */
  readonly alone: boolean;
}

const RECORDS: Readonly<Record<string, CheckName>> = { 'ir.ui.view': 'views', 'ir.actions.report': 'reports', 'ir.cron': 'crons', 'ir.actions.server': 'crons', 'mail.template': 'mail_templates' };

/** The module's views, reports, crons, server actions and mail templates, read from outside. What a cron runs is an action too, and is not run twice. */
export async function recordTasks(sandbox: Sandbox, module: string, signal?: AbortSignal): Promise<readonly RecordTask[]> {
  const models = Object.keys(RECORDS).map((model) => `'${model}'`).join(', ');
  const select = `SELECT model, module || '.' || name AS what, res_id AS id FROM public.ir_model_data WHERE module = '${technical(module)}' AND model IN (${models})
    AND NOT (model = 'ir.actions.server' AND EXISTS (SELECT FROM public.ir_cron c WHERE c.ir_actions_server_id = res_id)) ORDER BY model, name`;
  const rows = await read(sandbox, select, z.object({ model: z.string(), what: z.string(), id: z.number().int() }), signal, LOOK_DATABASE);
  return (rows ?? []).map(({ model, what, id }) => ({ check: RECORDS[model]!, what, model, id }));
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
        const said = spec.find((cell) => cell.model === model && cell.group === group.xmlid && cell.operation === operation && cell.elsewhere !== true);
        const granted = (rights ?? []).some((row) => row.model === model && row[operation] && (row.xmlid === null || held.has(row.xmlid)));
        return { check: 'access', what: `${group.xmlid}: ${operation} ${model}`, model, group: group.id, operation, allowed: said?.allowed ?? granted, bySpec: said !== undefined };
      }),
    );
  });
  const kept = await companyModels(sandbox, models, signal);
  const elsewhere = cells.filter(({ operation, allowed }) => operation === 'read' && allowed).flatMap(({ what, model, group }): CellTask[] => {
    const said = spec.some((cell) => cell.model === model && cell.elsewhere === true && what.startsWith(`${cell.group}: `));
    const isKept = kept.find((each) => each.model === model);
    if (isKept === undefined || !(said || isKept.ruled)) return [];
    return [{ check: 'access', what: `${what} of another company`, model, group, operation: 'read', allowed: false, bySpec: said, elsewhere: true }];
  });
  return { groups: (groups ?? []).map(({ id, xmlid: name_, closure }) => ({ id, name: name_, alone: isAlone(closure) })), cells: [...cells.slice(0, MAX_CELLS), ...elsewhere.slice(0, MAX_ELSEWHERE)] };
}

/** Those of the models whose records belong to a company; `ruled`: a rule for everybody asks for it. */
async function companyModels(sandbox: Sandbox, models: readonly string[], signal?: AbortSignal): Promise<readonly { readonly model: string; readonly ruled: boolean }[]> {
  const named = models.filter((model) => /^[a-z][a-z0-9_.]*$/.test(model)).map((model) => `'${model}'`);
  if (named.length === 0) return [];
  // Only conditions on the company and nothing else: `['|', ('company_id', '=', False), ('company_id', 'in', company_ids)]`.
  const asks = String.raw`^\[(\|,|\(company_id,(=,False|in,company_ids(\+\[False\])?)\),?)+\]$`;
  const rows = await read(sandbox, `
    SELECT f.model, EXISTS (SELECT FROM public.ir_rule r WHERE r.model_id = f.model_id AND r.active AND r.perm_read AND r.domain_force LIKE '%company_ids%'
                               AND regexp_replace(r.domain_force, '[[:space:]"'']', '', 'g') ~ '${asks}'
                               AND NOT EXISTS (SELECT FROM public.rule_group_rel g WHERE g.rule_group_id = r.id)) AS ruled
      FROM public.ir_model_fields f WHERE f.model IN (${named.join(', ')}) AND f.name = 'company_id' AND f.relation = 'res.company' AND f.store`, z.object({ model: z.string(), ruled: z.boolean() }), signal, LOOK_DATABASE);
  return rows ?? [];
}

const isAlone = (closure: readonly string[]): boolean => closure.includes('base.group_portal') || closure.includes('base.group_public');
