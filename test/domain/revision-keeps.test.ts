import fc from 'fast-check';
import { mergeTouched } from '../../src/domain/merge-touched.js';
import { storedSpec } from '../support/stored-spec.js';

const { spec } = storedSpec('examples/library');

/** Every value of a tree with the way to it, in the words of `touched`: names and ids instead of numbers. */
function leaves(value: unknown, place = ''): readonly (readonly [place: string, value: unknown])[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => leaves(item, `${place}/${keyOf(item) ?? at}`));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, place === '' ? key : `${place}/${key}`));
  return [[place, value]];
}

function keyOf(item: unknown): string | null {
  const { name, id } = (typeof item === 'object' && item !== null ? item : {}) as { name?: unknown; id?: unknown };
  const key = name ?? id;
  return typeof key === 'string' ? key : null;
}

/** What a careless model writes: every text anew, every number another, and the last item of each list forgotten. */
const careless = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.slice(0, Math.max(1, value.length - 1)).map((item: unknown) => careless(item));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, careless(inner, name)]));
  if (key === 'name' || key === 'id' || key === 'type') return value;
  return typeof value === 'string' ? `${value} (improved)` : typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : value;
};

const PLACES = ['title', 'description', 'assumptions', ...spec.acceptance.map(({ id }) => `acceptance/${id}`), ...spec.models.flatMap((model) => [...model.fields.map(({ name }) => `models/${model.name}/fields/${name}`), ...model.constraints.map(({ id }) => `models/${model.name}/constraints/${id}`)])];

test('of all that a revision was not asked to change, nothing changes, however much the model rewrote', () => {
  const before = leaves(spec);
  fc.assert(fc.property(fc.subarray(PLACES, { minLength: 1, maxLength: 4 }), (touched) => {
    const after = new Map(leaves(mergeTouched(spec, careless(spec), touched)));
    const isTouched = (place: string): boolean => touched.some((each) => place === each || place.startsWith(`${each}/`));
    const untouched = before.filter(([place]) => !isTouched(place));
    expect(untouched.filter(([place, value]) => after.get(place) !== value)).toEqual([]);
    // And nothing came with it: what there is besides is below a touched place.
    const known = new Set(before.map(([place]) => place));
    expect([...after.keys()].filter((place) => !known.has(place) && !isTouched(place))).toEqual([]);
    expect(untouched.length / before.length).toBeGreaterThan(0.5);
  }), { numRuns: 200 });
});

test('what was asked for does change', () => {
  const after = mergeTouched(spec, careless(spec), ['title', 'models/library.book/fields/isbn']) as typeof spec;
  expect(after.title).toBe(`${spec.title} (improved)`);
  const label = (of: typeof spec): string | undefined => of.models.find(({ name }) => name === 'library.book')?.fields.find(({ name }) => name === 'isbn')?.label;
  expect(label(after)).toBe(`${label(spec)} (improved)`);
});
