import fc from 'fast-check';
import { duplicateKey } from '../../src/domain/duplicate-key.js';

test.each<[string, string | null]>([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1},"c":[{"b":1},{"b":1,"b":2}]}', 'b'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a":"\\"a\\":","b":["a","a"]}', null],
])('%s', (json, key) => expect(duplicateKey(json)).toBe(key));

test('what JSON.stringify says has no key twice', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => duplicateKey(JSON.stringify(value)) === null));
});
