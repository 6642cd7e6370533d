import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';

/** Keys whose value is a person's own words, wherever they stand in a spec. */
const WORDED = new Set(['title', 'summary', 'description', 'category', 'author', 'message', 'label', 'labelPlural', 'comment', 'help', 'guardMessage']);
const CRITERION = new Set(['given', 'when', 'then']);
/** Fields of text of the specs in tests: what data, demo data, defaults and scenarios put into them. */
const TEXT_FIELDS = new Set(['name', 'email', 'note', 'notes', 'page', 'code', 'isbn']);

/** The spec with each text of a person replaced, and what was put in, in the order of the spec. `replace` gets the text's number. */
export function withTexts(spec: ModuleSpec, replace: (index: number) => string): { readonly spec: ModuleSpec; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const walk = (value: unknown, key: string, inside: string): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => walk(item, key, inside));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name, key)]));
    const worded = inside === 'values' ? TEXT_FIELDS.has(key) : WORDED.has(key) || key === 'assumptions' || (inside === 'acceptance' && CRITERION.has(key));
    if (!worded || typeof value !== 'string' || value.startsWith('=')) return value;
    const text = replace(texts.length);
    // A value that begins with `=` is an expression, and would no longer be a text.
    texts.push(inside === 'values' && text.startsWith('=') ? ` ${text}` : text);
    return texts.at(-1);
  };
  return { spec: walk(spec, '', '') as ModuleSpec, texts };
}
