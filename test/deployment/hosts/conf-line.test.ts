import { confLine } from '../../../deployment/hosts/n8n-host.js';
import { readConf } from '../../../deployment/lightsail/conf-file.js';

test.each(['plain', "it's # mine", 'a "word"', `it's a "word"`, '$HOME `id`', ' spaces '])('a host reads %s as it was given', (value) => {
  expect(readConf(confLine('OWNER_PASSWORD', value)).entries.get('OWNER_PASSWORD')?.value).toBe(value);
});

test.each([`'\`"`, 'two\nlines'])('what no line can hold is refused by its name: %s', (value) => {
  expect(() => confLine('OWNER_PASSWORD', value)).toThrow('OWNER_PASSWORD');
});
