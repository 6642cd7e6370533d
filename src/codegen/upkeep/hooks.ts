import type { ModuleFile } from '../../domain/module-file.js';
import type { Hook } from '../../domain/module-spec/upkeep.js';
import { bodyLines } from '../models/method.js';
import { Imports } from '../python/imports.js';
import { hookSlotId, requireBody } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { bulkSetLines } from './bulk-set.js';

/** By key of the spec: how Odoo calls it in the manifest, and the function. */
export const HOOKS = { beforeInstall: 'pre_init_hook', afterInstall: 'post_init_hook', beforeUninstall: 'uninstall_hook' } as const;
export type HookKey = keyof typeof HOOKS;

const SAYS: Readonly<Record<HookKey, string>> = { beforeInstall: 'Runs once, before the module is installed.', afterInstall: 'Runs once, after the module is installed.', beforeUninstall: 'Runs once, before the module is uninstalled.' };

/** The hooks that the spec has, in the order of the manifest. */
export function hooksOf(index: SpecIndex): readonly (readonly [HookKey, Hook])[] {
  return (Object.keys(HOOKS) as HookKey[]).flatMap((key) => {
    const hook = index.spec.hooks[key];
    return hook === undefined || (hook.set.length === 0 && hook.words === undefined) ? [] : [[key, hook] as const];
  });
}

/** `hooks.py`, or null. */
export function hooksFile(index: SpecIndex, bodies: ReadonlyMap<string, string>): ModuleFile | null {
  const hooks = hooksOf(index);
  if (hooks.length === 0) return null;
  const imports = new Imports();
  const functions = hooks.map(([key, hook]) => {
    const lines = [
      `"""${SAYS[key]}"""`,
      ...hook.set.flatMap((set) => bulkSetLines(set, index, imports)),
      ...(hook.words === undefined ? [] : bodyLines(requireBody(bodies, hookSlotId(key)), imports)),
    ];
    return [`def ${HOOKS[key]}(env):`, ...lines.map((line) => (line === '' ? '' : `    ${line}`))].join('\n');
  });
  const head = imports.print();
  return { path: 'hooks.py', content: `${head === '' ? '' : `${head}\n\n\n`}${functions.join('\n\n\n')}\n` };
}
