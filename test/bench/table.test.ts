import { ms, seconds, table } from '../../bench/table.js';

test('a table keeps text to the left and numbers with their units to the right, in columns of one width', () => {
  expect(table(['what', 'p95'], [['status', '9.5 ms'], ['events, first', '120 ms']])).toBe(
    ['| what          |    p95 |', '|---------------|-------:|', '| status        | 9.5 ms |', '| events, first | 120 ms |'].join('\n'),
  );
});

test('an empty cell leaves a column of numbers one', () => {
  expect(table(['n'], [['1.0 s'], ['']]).split('\n')[1]).toBe('|------:|');
});

test('an upright bar in a cell does not open another one', () => {
  expect(table(['a'], [['x | y']]).split('\n')[2]).toBe('| x \\| y |');
});

test('a table without rows is its head', () => {
  expect(table(['goal', 'met'], [])).toBe('| goal | met |\n|------|-----|');
});

test('times carry the digits that say something', () => {
  expect([ms(0.26), ms(9.94), ms(10.4), ms(1234.5)]).toEqual(['0.3 ms', '9.9 ms', '10 ms', '1235 ms']);
  expect([seconds(40), seconds(61_250)]).toEqual(['0.0 s', '61.3 s']);
});
