import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { shelfSpec } from '../support/shelf-spec.js';

/** What a person who reads a specification would not see, or would read in another order than it stands there. */
const HIDDEN = { 'U+0000': '\u0000', 'U+001B': '\u001b', 'U+0085': '\u0085', 'U+200B': '\u200b', 'U+200F': '\u200f', 'U+202E': '\u202e', 'U+2066': '\u2066', 'U+FEFF': '\ufeff', 'U+D800': '\ud800' };

test.each(Object.entries(HIDDEN))('%s in a text of a specification is told at its place', (name, character) => {
  const spec = structuredClone(shelfSpec()) as unknown as { models: { fields: { label: string }[] }[] };
  const field = spec.models[0]?.fields[0];
  if (field === undefined) throw new Error('the specification has no field');
  field.label = `Na${character}me`;
  expect(() => parseModuleSpec(spec)).toThrow(expect.objectContaining({ code: 'spec_invalid', mistakes: [expect.objectContaining({ path: 'models[0].fields[0].label', message: expect.stringContaining(name) })] }));
});

test('letters of any language, emoji and line breaks are no such characters', () => {
  expect(parseModuleSpec({ ...shelfSpec(), description: 'Größe\n\tשלום 書架 👩🏽 é' }).description).toContain('書架');
});
