import { isDeepStrictEqual } from 'node:util';
import type { WorkflowFile, WorkflowNode } from './n8n-rest.js';

/** What an operator can change of a workflow in the editor. */
export const contentOf = ({ name, nodes, connections, settings }: WorkflowFile): unknown => ({ name, nodes, connections, settings });

/** What `edited` has other than `shipped`, one line each, in the operator's words. */
export function differences(edited: WorkflowFile, shipped: WorkflowFile): string[] {
  const theirs = byName(edited);
  const ours = byName(shipped);
  return [
    ...[...theirs].filter(([name]) => !ours.has(name)).map(([name]) => `the node "${name}" was added`),
    ...[...ours].filter(([name]) => !theirs.has(name)).map(([name]) => `the node "${name}" was taken out`),
    ...[...ours].flatMap(([name, node]) => changed(name, theirs.get(name), node)),
    ...(isDeepStrictEqual(edited['connections'], shipped['connections']) ? [] : ['nodes are connected in another way']),
    ...(hasAll(edited['settings'], shipped['settings']) ? [] : ['the workflow’s settings are others']),
  ];
}

const byName = ({ nodes }: WorkflowFile): Map<string, WorkflowNode> => new Map(nodes.map((node) => [String(node['name']), node]));

function changed(name: string, theirs: WorkflowNode | undefined, ours: WorkflowNode): string[] {
  if (theirs === undefined) return [];
  const keys = ['type', 'typeVersion', 'parameters', 'credentials', 'disabled', 'position'].filter((key) => !isDeepStrictEqual(theirs[key] ?? null, ours[key] ?? null));
  return keys.length === 0 ? [] : [`the node "${name}" has other ${keys.join(', ')}`];
}

/** n8n adds defaults of its own to settings. */
function hasAll(settings: unknown, wanted: unknown): boolean {
  return Object.entries((wanted ?? {}) as object).every(([key, value]) => isDeepStrictEqual(((settings ?? {}) as Record<string, unknown>)[key], value));
}
