import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesWith } from '../support/coverage.js';

/** docs/coverage.md: what a specification can say, by which key, and which examples say it. */
const PAGE = readFileSync(join(__dirname, '../../docs/coverage.md'), 'utf8');
const ROWS = [...PAGE.matchAll(/^\| ([^|]+) \| (`[^|]+`) \| ([^|]*) \|$/gm)].map(([, what = '', keys = '', examples = '']) => ({
  what, keys: [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key), examples: [...examples.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
}));

test.each(ROWS)('$what: each example of the row says it, and there is one', ({ keys, examples }) => {
  const found = new Set(keys.flatMap(examplesWith));
  expect(examples.filter((example) => !found.has(example))).toEqual([]);
  expect(examples.length).toBeGreaterThan(0);
});

test('every row of the table is read', () => {
  expect(ROWS.length).toBeGreaterThan(30);
  expect(ROWS).toHaveLength([...PAGE.matchAll(/^\| (?!---|what )/gm)].length);
});
