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
  ['many different aliases', `a: [${Array.from({ length: 21 }, (_, i) => `&a${i} x`).join(',')}]\nb: [${Array.from({ length: 21 }, (_, i) => `*a${i}`).join(',')}]`, /aliases/],
  ['30 000 keys', Array.from({ length: 30_000 }, (_, i) => `k${i}: 1`).join('\n'), /no key `k0`/],
  ['50 000 empty menus', `menus: [${Array(50_000).fill('{}').join(',')}]`, /`id` is missing/],
  ['a syntax error in each of 50 000 places', `a: ${'[]'.repeat(50_000)}`, /indentation/],
  ['a list that holds itself', `models: &a [${Array(9).fill('*a').join(',')}]`, /holds itself/],
  ['a list as a key', '? [a]\n: b', /plain text/],
  ['a key twice', 'name: a\nname: b', /unique/],
  ['two documents', 'name: a\n---\nname: b', /multiple documents/],
  ['a tag of another language', 'name: !!python/object:os.system x', /tag/],
  ['a tab for indentation', 'name:\n\t- a', /[Tt]ab/],
  ['nothing', '', /empty|set of keys/],
  ['a list', '[1, 2]', /set of keys/],
  ['a sentence', 'Please write me a module', /set of keys/],
])('%s is refused with a sentence', (_what, text, message) => {
  const before = process.cpuUsage();
  expect(mistakesOf(text).map((mistake) => mistake.message).join(' ')).toMatch(message);
  const { user, system } = process.cpuUsage(before);
  // Microseconds of work, not of waiting: the worst of these takes 1.5 s; a comparison of each key with each took 64.
  expect(user + system).toBeLessThan(15_000_000);
});

test('of more mistakes than anybody reads the first 200 are told, and how many there are', () => {
  const told = (): unknown => parseModuleSpec({ menus: Array(50_000).fill({}) });
  expect(told).toThrow(/^The module spec has 100005 mistakes\. The first 200 are told\.$/);
  expect(mistakesOf(`menus: [${Array(5_000).fill('{}').join(',')}]`)).toHaveLength(200);
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
