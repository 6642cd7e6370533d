import { z } from 'zod/v4';
import type { AccessCell, CheckName } from '../../../domain/check.js';
import type { Look, Tried } from '../../../domain/observation.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { LOOK_DATABASE, readState } from '../database.js';
import { Stopwatch } from '../stopwatch.js';
import type { Answer, Conversation } from './conversation.js';
import { accessTasks, recordTasks, type Task } from './inventory.js';
import { lostData, tableStates } from './kept-data.js';
import { residue, takeInventory, type Inventory } from './residue.js';

/** Older than any version: every migration script of the module runs. */
const BEFORE_ALL = '19.0.0.0.0';

export interface LookRequest {
  readonly module: string;
  readonly checks: ReadonlySet<CheckName>;
  readonly access: readonly AccessCell[];
  /** The module has migration scripts, which may change what is stored. */
  readonly migrates: boolean;
  readonly signal?: AbortSignal;
}

const ended = z.object({ status: z.enum(['green', 'red']), message: z.string().optional(), traceback: z.string().optional() });
const triedAnswer = z.object({ task: z.number().int(), status: z.enum(['green', 'red', 'not_run']), message: z.string().nullish(), traceback: z.string().nullish(), outcome: z.enum(['allowed', 'refused', 'kept']).optional(), note: z.string().nullish() });

/** What the first part leaves to the second. */
export interface Begun {
  readonly installError: string | null;
  readonly before: Inventory | null;
  readonly tasks: readonly Task[];
  readonly watch: Stopwatch;
}

/** Installs the module in a database with demo data, and makes a record of each model and a user of each group. */
export async function beginLook(sandbox: Sandbox, talk: Conversation, request: LookRequest): Promise<Begun> {
  const { module, checks, signal } = request;
  const watch = new Stopwatch();
  await talk.ask({ do: 'meet', module });
  // What cannot be installed is told by the installation itself.
  if (checks.has('lifecycle')) await watch.time('look-depend', talk.ask({ do: 'depend' }));
  const before = checks.has('lifecycle') ? await takeInventory(sandbox, module, signal) : null;
  const installed = lastAnswer(await watch.time('look-install', talk.ask({ do: 'install' })));
  // No answer: the module ended its process, or the sandbox is gone, which is thrown here and is no verdict.
  if (installed === null) await readState(sandbox, module, signal, LOOK_DATABASE);
  if (installed?.status !== 'green') return { installError: installed?.message ?? 'The process ended.', before, tasks: [], watch };
  // What there is to try, and what is left in the end, is read from outside.
  const { groups, cells } = checks.has('access') ? await accessTasks(sandbox, module, request.access, signal) : { groups: [], cells: [] };
  const tasks: Task[] = [...(await recordTasks(sandbox, module, signal)).filter(({ check }) => checks.has(check)), ...cells];
  await watch.time('look-prepare', talk.ask({ do: 'prepare', groups }));
  return { installError: null, before, tasks, watch };
}

/** Tries what `checks` ask for, and lives the module's life through. */
export async function finishLook(sandbox: Sandbox, talk: Conversation, request: LookRequest, { installError, before, tasks, watch }: Begun): Promise<Look> {
  const tried: Tried[] = [];
  const unanswered: string[] = [];
  if (installError === null) {
    const answers = (await watch.time('look-try', talk.ask({ do: 'try', tasks }))) ?? [];
    const byTask = new Map(answers.flatMap((answer) => (answer['done'] === true ? [] : [parsedTry(answer)])).map((answer) => [answer.task, answer]));
    for (const [index, task] of tasks.entries()) {
      const answer = byTask.get(index);
      if (answer === undefined) unanswered.push(`${task.check} ${task.what}`);
      else tried.push(asTried(task, answer));
    }
    if (before !== null) tried.push(...(await watch.time('look-lifecycle', liveThrough(sandbox, talk, request, before))));
  }
  return { installError, tried, unanswered, stopped: null, records: talk.records, log: talk.log, durations: watch.durations() };
}

/** Upgrade, uninstall, install again; the process is asked to do it, the database is asked what became of it. */
async function liveThrough(sandbox: Sandbox, talk: Conversation, { module, migrates, signal }: LookRequest, before: Inventory): Promise<Tried[]> {
  const step = async (what: string, command: Answer, wanted: string): Promise<Tried> => {
    const end = lastAnswer(await talk.ask(command));
    const state = await readState(sandbox, module, signal, LOOK_DATABASE);
    const fine = end?.status === 'green' && state === wanted;
    return { check: 'lifecycle', what, status: fine ? 'green' : 'red', message: fine ? null : (end?.message ?? `The module is "${state ?? 'unknown'}" afterwards.`), traceback: end?.traceback ?? null };
  };
  const kept = await tableStates(sandbox, module, !migrates, signal);
  const upgraded = await step('upgrade', { do: 'upgrade', from: migrates ? BEFORE_ALL : null }, 'installed');
  if (upgraded.status === 'red') return [upgraded];
  const lost = lostData(kept, await tableStates(sandbox, module, !migrates, signal));
  const data: Tried = { check: 'lifecycle', what: 'data kept', status: lost.length === 0 ? 'green' : 'red', message: lost.join(' ') || `${kept.reduce((sum, { rows }) => sum + rows, 0)} records`, traceback: null };
  const gone = await step('uninstall', { do: 'uninstall' }, 'uninstalled');
  if (gone.status === 'red') return [upgraded, data, gone];
  const left = residue(before, (await takeInventory(sandbox, module, signal)) ?? before);
  const clean: Tried = { check: 'lifecycle', what: 'nothing left behind', status: left.length === 0 ? 'green' : 'red', message: left.length === 0 ? null : `Left behind: ${left.slice(0, 50).join(', ')}${left.length > 50 ? ` and ${left.length - 50} more` : ''}.`, traceback: null };
  return [upgraded, data, gone, clean, await step('install again', { do: 'install_again' }, 'installed')];
}

/** How a command ended; null when it never did. */
export const lastAnswer = (answers: readonly Answer[] | null): z.output<typeof ended> | null => ended.safeParse(answers?.at(-1)).data ?? null;

function parsedTry(answer: Answer): z.output<typeof triedAnswer> {
  return triedAnswer.catch({ task: -1, status: 'red' }).parse(answer);
}

function asTried(task: Task, { status, message, traceback, outcome, note }: z.output<typeof triedAnswer>): Tried {
  const { check, what } = task;
  if (!('operation' in task) || outcome === undefined) return { check, what, status, message: message ?? null, traceback: traceback ?? null };
  const source = task.bySpec ? 'the specification' : task.elsewhere === true ? 'the record rules’ condition on companies' : 'the table of access rights';
  const isLet = outcome !== 'refused';
  if (isLet === task.allowed) return { check, what, status: 'green', message: outcome === 'kept' ? `allowed; refused for this record: ${note ?? ''}` : outcome, traceback: null };
  const how = task.allowed ? `${source} allows it, and Odoo refuses: ${note ?? ''}` : `${source} does not allow it, and Odoo does it`;
  return { check, what, status: 'red', message: how, traceback: null };
}
