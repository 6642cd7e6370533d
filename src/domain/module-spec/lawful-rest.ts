import type { z } from 'zod/v4';
import type { Mistake } from '../errors.js';
import { moduleSpec, type ModuleSpec } from './module-spec.js';
import { pathText, valueAt } from './schema-mistakes.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A spec for the laws to speak of, although the shape of some of it is wrong. */
export interface LawfulRest {
  readonly spec: ModuleSpec;
  /** True of a law's mistake that may come from what stands in for a wrong shape, and not from the person. */
  isDoubtful(mistake: Mistake): boolean;
}

/**
 * What may stand in for a required value of the wrong shape, tried in this order: a name or text, a list of them, a type of
 * field of which no law knows anything, an object, a list, the other words that a schema asks for.
 */
const STAND_INS: readonly ((name: string, count: number) => unknown)[] = [
  (name) => name, (name) => [name], () => 'json', () => ({}), () => [], (_, count) => `AC-${900 + count}`, (_, count) => `Q-${900 + count}`, () => 'danger', () => 'create', () => 1, (name) => ['a', 'b'].map((end) => ({ id: name + end, label: name })),
];
/** Lists that give things their names: without one of them, whatever speaks of those things would look wrong. */
const NAMING = /^(models|groups|menus|data|demo|acceptance|models\[\d+\](\.fields|\.states(\.options|\.transitions)?|\.actions)?)$/;

/**
 * The spec without the optional keys whose shape is wrong, and with something that stands in for the required ones, so that
 * the laws can speak of the rest in the same answer; null when that would lead to mistakes that nobody made.
 */
export function lawfulRest(data: unknown, issues: readonly Issue[]): LawfulRest | null {
  if (typeof data !== 'object' || data === null || issues.some(({ path }) => NAMING.test(pathText(path)))) return null;
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
  const tries = new Map<string, number>();
  const doubts = new Doubts();
  for (;;) {
    const parsed = moduleSpec.safeParse(rest);
    if (parsed.success) return { spec: parsed.data, isDoubtful: (mistake) => doubts.cover(mistake) };
    for (const { path } of parsed.error.issues) {
      const place = pathText(path);
      const tried = tries.get(place) ?? 0;
      const standIn = STAND_INS[tried];
      if (standIn === undefined || path.length === 0) return null;
      tries.set(place, tried + 1);
      set(rest, path, standIn(`unsaid_${tries.size}`, tries.size));
      doubts.add(path, data, `unsaid_${tries.size}`);
    }
  }
}

/** Places and names about which nothing can be said. */
class Doubts {
  private readonly places = new Set<string>();
  private readonly names = new Set<string>();

  add(path: Path, data: unknown, standIn: string): void {
    this.names.add(standIn);
    this.places.add(pathText(path));
    // A name with capitals is mostly spoken of as it should be.
    this.addName(valueAt(data, path));
    // Without its type nothing can be said of a field's other keys, nor of what is done with it; nor of a step without its `do`.
    const key = path[path.length - 1];
    if (key !== 'type' && key !== 'do') return;
    const owner = path.slice(0, -1);
    this.places.add(pathText(owner));
    this.addName(valueAt(data, [...owner, key === 'type' ? 'name' : 'as']));
  }

  private addName(value: unknown): void {
    if (typeof value === 'string' && value !== '') this.names.add(value.toLowerCase());
  }

  cover({ path, message, hint }: Mistake): boolean {
    const quoted = (`${message} ${hint ?? ''}`.match(/`[^`]*`/g) ?? []).map((text) => text.slice(1, -1));
    const told = new Set(quoted.flatMap((text) => [text, ...text.split(/\W+/)]));
    return [...this.places].some((place) => isUnder(path, place)) || [...this.names].some((name) => told.has(name));
  }
}

/** True if the place `inner` is `outer` or lies in it; both as `models[0].fields`. */
export function isUnder(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function remove(data: unknown, path: Path): void {
  const key = path[path.length - 1];
  const parent = valueAt(data, path.slice(0, -1));
  // List items stay: without one, the paths of those behind it would be wrong.
  if (key !== undefined && typeof parent === 'object' && parent !== null && !Array.isArray(parent)) delete (parent as Record<PropertyKey, unknown>)[key];
}

function set(data: unknown, path: Path, value: unknown): void {
  const key = path[path.length - 1];
  const parent = valueAt(data, path.slice(0, -1));
  if (key !== undefined && typeof parent === 'object' && parent !== null) Object.defineProperty(parent, key, { value, configurable: true, enumerable: true, writable: true });
}
