import type { Tried } from '../../../domain/observation.js';
import type { ModuleFile } from '../../../domain/module-file.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { cloneTemplate, EARLIER_DATABASE, readState } from '../database.js';
import { Conversation } from './conversation.js';
import { columnStates, comparedData } from './earlier-data.js';
import { withinWalls } from './look-walls.js';
import { lastAnswer } from './look.js';

/** Beside the module's own folder, where Odoo takes it for no module. */
const FOLDER = '/mnt/modules/.earlier';
const WITH_DEMO = 'tpl_demo';

export interface EarlierRequest {
  readonly module: string;
  /** The revision that a person had in hands. */
  readonly earlier: readonly ModuleFile[];
  /** The present one has migration scripts, which may change what is stored. */
  readonly migrates: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Installs the earlier revision, makes records in it, upgrades to the present one, and compares: what a person has entered must be there. */
export async function upgradeFromEarlier(sandbox: Sandbox, request: EarlierRequest): Promise<readonly Tried[]> {
  const { module, earlier, migrates, signal } = request;
  const tried = (what: string, status: Tried['status'], message: string | null, traceback: string | null = null): Tried => ({ check: 'lifecycle', what, status, message, traceback });
  await Promise.all([sandbox.putFiles(`${FOLDER}/${module}`, earlier, 'postgres'), cloneTemplate(sandbox, WITH_DEMO, EARLIER_DATABASE, signal)]);
  const installed = await inOdoo(sandbox, request, FOLDER, ['install', 'fill']);
  if (installed.message !== null) return [tried('upgrade from the earlier revision', 'not_run', `the earlier revision could not be installed again: ${installed.message}`)];
  const before = await columnStates(sandbox, module, signal);
  const upgraded = await inOdoo(sandbox, request, null, ['upgrade']);
  const state = await readState(sandbox, module, signal, EARLIER_DATABASE);
  if (upgraded.message !== null || state !== 'installed') return [tried('upgrade from the earlier revision', 'red', upgraded.message ?? `The module is "${state ?? 'unknown'}" afterwards.`, upgraded.traceback)];
  const { lost, gone } = comparedData(before, await columnStates(sandbox, module, signal), migrates);
  const records = new Set(before.map(({ model }) => model)).size;
  return [
    tried('upgrade from the earlier revision', 'green', null),
    tried('data of the earlier revision kept', lost.length === 0 ? 'green' : 'red', lost.length > 0 ? lost.join(' ') : [`records of ${records} models`, ...gone].join('; ')),
  ];
}

/** One Odoo of its own for some steps: the code of a revision stays loaded in its process. Message and traceback of the one that failed. */
async function inOdoo(sandbox: Sandbox, { module, timeoutMs, signal }: EarlierRequest, folder: string | null, steps: readonly string[]): Promise<{ readonly message: string | null; readonly traceback: string | null }> {
  const talk = await Conversation.begin(sandbox, { database: EARLIER_DATABASE, options: folder === null ? [] : ['--folder', folder] });
  try {
    const { done, stopped } = await withinWalls(sandbox, talk, { timeoutMs, signal }, async () => {
      await talk.ask({ do: 'meet', module });
      for (const step of steps) {
        const end = lastAnswer(await talk.ask({ do: step, from: null }));
        if (end?.status !== 'green') return { message: end?.message ?? 'The process ended.', traceback: end?.traceback ?? null };
      }
      return { message: null, traceback: null };
    });
    return stopped === null ? done : { message: `It was stopped at its limit (${stopped}).`, traceback: null };
  } finally {
    await talk.stop();
  }
}
