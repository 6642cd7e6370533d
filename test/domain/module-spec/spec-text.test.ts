import { BuilderError, type Mistake } from '../../../src/domain/errors.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';

function mistakesOf(text: string): readonly Mistake[] {
  try {
    parseModuleSpec(text);
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'spec_invalid') return error.mistakes;
    throw error;
  }
  throw new Error('It was accepted.');
}

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`).join('\n')}`;

test.each([
  ['a YAML bomb', bomb, /aliases/],
  ['a text over 512 KiB', `title: ${'x'.repeat(513 * 1024)}`, /larger than 512 KiB/],
  ['brackets nested without end', '['.repeat(100_000), /nested deeper/],
  ['lists nested without end', `${'- '.repeat(100_000)}x`, /nested deeper/],
  ['a key twice', 'name: a\nname: b', /unique/],
  ['two documents', 'name: a\n---\nname: b', /multiple documents/],
  ['a tag of another language', 'name: !!python/object:os.system x', /tag/],
  ['a tab for indentation', 'name:\n\t- a', /[Tt]ab/],
  ['nothing', '', /empty|set of keys/],
  ['a list', '[1, 2]', /set of keys/],
  ['a sentence', 'Please write me a module', /set of keys/],
])('%s is refused with a sentence', (_what, text, message) => {
  const started = Date.now();
  expect(mistakesOf(text).map((mistake) => mistake.message).join(' ')).toMatch(message);
  expect(Date.now() - started).toBeLessThan(2000);
});

test('a syntax error says line and column', () => {
  expect(mistakesOf('name: shop\ntitle: [a, b\n')[0]?.path).toMatch(/^line [23], column \d+$/);
});

test('a merge key is a key like any other, not a merge', () => {
  expect(mistakesOf('base: &b {name: shop}\n<<: *b')).toContainEqual(expect.objectContaining({ path: '<<', message: 'There is no key `<<` here.' }));
});

test('a key called __proto__ changes nothing', () => {
  expect(mistakesOf('{"__proto__": {"name": "shop"}}').length).toBeGreaterThan(0);
  expect(({} as Record<string, unknown>).name).toBeUndefined();
});
