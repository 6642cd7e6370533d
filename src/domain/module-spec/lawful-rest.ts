import type { z } from 'zod/v4';
import { moduleSpec, type ModuleSpec } from './module-spec.js';

/**
 * The spec without the keys whose shape is wrong, so that the laws can speak of the rest in the same answer;
 * null when what remains is no spec.
 */
export function lawfulRest(data: unknown, issues: readonly z.core.$ZodIssue[]): ModuleSpec | null {
  if (typeof data !== 'object' || data === null) return null;
  let rest: unknown;
  try {
    rest = structuredClone(data);
  } catch {
    return null;
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(rest, [...issue.path, key]);
    else remove(rest, issue.path);
  }
  const parsed = moduleSpec.safeParse(rest);
  return parsed.success ? parsed.data : null;
}

/** True if the place `inner` is `outer` or lies in it; both as `models[0].fields`. */
export function isUnder(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function remove(data: unknown, path: readonly PropertyKey[]): void {
  const key = path[path.length - 1];
  const parent = path.slice(0, -1).reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined), data);
  // List items stay: without one, the paths of those behind it would be wrong.
  if (key !== undefined && typeof parent === 'object' && parent !== null && !Array.isArray(parent)) delete (parent as Record<PropertyKey, unknown>)[key];
}
