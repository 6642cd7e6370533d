import { EXAMPLES } from './examples.js';
import { storedSpec } from './stored-spec.js';

const SPECS = EXAMPLES.map((example) => ({ example: example.slice('examples/'.length), spec: storedSpec(example).spec }));

/** A key of the specification as docs/coverage.md names it: `models[].portal`, `models[].fields[].type = image`. */
export function examplesWith(key: string): string[] {
  const [path = '', wanted] = key.split(' = ');
  const has = (value: unknown): boolean => (wanted === undefined ? isSaid(value) : String(value) === wanted);
  return SPECS.filter(({ spec }) => valuesAt(spec, path.split(/\.|(?=\[\])/)).some(has)).map(({ example }) => example);
}

function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (key === '[]' || key === '{}') return Object.values(value).flatMap((each) => valuesAt(each, rest));
  return valuesAt((value as Record<string, unknown>)[key], rest);
}

/** Something else than what holds when the key is left out: texts, lists and sets of keys that are not empty, and true. */
function isSaid(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
