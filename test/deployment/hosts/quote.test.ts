import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { quote } from '../../../deployment/hosts/quote.js';

test('a shell reads every quoted word back as it was', () => {
  const word = fc.oneof(fc.string(), fc.stringMatching(/^['"\\$`\n ;&|~*!#()-]{0,8}$/)).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      const said = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(quote).join(' ')}`], { encoding: 'utf8' });
      expect(said.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 25 },
  );
});
