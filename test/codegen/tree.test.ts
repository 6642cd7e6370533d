import fc from 'fast-check';
import { decodeTree, encodeTree } from '../../src/codegen/tree.js';

const files = fc.uniqueArray(fc.record({ path: fc.string({ minLength: 1, unit: 'grapheme' }), content: fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array()) }), { selector: ({ path }) => path, maxLength: 8 });
const bytes = (content: string | Uint8Array): string => Buffer.from(content as Uint8Array).toString('hex');

test('a tree comes back as it went in, byte for byte', () => {
  fc.assert(fc.property(files, (tree) => {
    const back = new Map(decodeTree(encodeTree(tree)).map(({ path, content }) => [path, bytes(content)]));
    expect(back).toEqual(new Map(tree.map(({ path, content }) => [path, bytes(content)])));
  }));
});

test('neither the order of the files nor text instead of bytes changes the tree', () => {
  fc.assert(fc.property(files, (tree) => {
    const other = tree.map(({ path, content }) => ({ path, content: typeof content === 'string' ? Buffer.from(content, 'utf8') : content })).reverse();
    expect(Buffer.from(encodeTree(other)).equals(encodeTree(tree))).toBe(true);
  }));
});

test('one other byte is another tree', () => {
  expect(Buffer.from(encodeTree([{ path: 'a', content: 'x' }])).equals(encodeTree([{ path: 'a', content: 'y' }]))).toBe(false);
});
