type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What names an item of a list in a ModuleSpec: a model's or field's `name`, everything else's `id`. */
const keyOf = (item: unknown): string | null => {
  if (!isTree(item)) return null;
  const key = item['name'] ?? item['id'];
  return typeof key === 'string' ? key : null;
};

const isKeyed = (value: unknown): value is readonly Tree[] => Array.isArray(value) && value.every((item) => keyOf(item) !== null);

/**
 * The revised tree where it was said to change, the previous one everywhere else.
 * `touched`: places such as `title`, `acceptance/AC-2`, `models/library.book/fields/isbn`; each covers all below it.
 * A new or removed item counts as touched only if its own place, or one above it, is named.
 */
export function mergeTouched(previous: unknown, revised: unknown, touched: readonly string[]): unknown {
  const places = touched.map((place) => place.split('/').filter((part) => part !== ''));
  return merge(previous, revised, places);
}

function merge(previous: unknown, revised: unknown, places: readonly (readonly string[])[]): unknown {
  if (places.some((place) => place.length === 0)) return revised;
  if (places.length === 0) return previous;
  const below = (key: string): string[][] => places.filter((place) => place[0] === key).map((place) => place.slice(1));
  if (isTree(previous) && isTree(revised)) {
    const keys = [...new Set([...Object.keys(previous), ...Object.keys(revised)])];
    return Object.fromEntries(keys.map((key) => [key, merge(previous[key], revised[key], below(key))]).filter(([, value]) => value !== undefined));
  }
  if (isKeyed(previous) && isKeyed(revised)) return mergeItems(previous, revised, below);
  // What was forgotten is not what was to be removed: that would be named itself, and not something inside it.
  if (revised === undefined && typeof previous === 'object') return previous;
  // A list without keys, or a value that came or went: places below it can only mean all of it.
  return revised;
}

function mergeItems(previous: readonly Tree[], revised: readonly Tree[], below: (key: string) => string[][]): unknown[] {
  const old = new Map(previous.map((item) => [keyOf(item), item]));
  const fresh = new Map(revised.map((item) => [keyOf(item), item]));
  const kept = previous.map((item) => merge(item, fresh.get(keyOf(item)), below(keyOf(item) ?? ''))).filter((item) => item !== undefined);
  // New items stand after the item that they follow in the revised list.
  revised.forEach((item, index) => {
    const key = keyOf(item) ?? '';
    if (old.has(key) || below(key).length === 0) return;
    const before = index === 0 ? -1 : kept.findIndex((each) => keyOf(each) === keyOf(revised[index - 1]));
    kept.splice(before === -1 && index > 0 ? kept.length : before + 1, 0, item);
  });
  return kept;
}
