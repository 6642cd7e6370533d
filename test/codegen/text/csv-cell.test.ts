import fc from 'fast-check';
import { join } from 'node:path';
import { csvCell } from '../../../src/codegen/text/csv-cell.js';
import { CPython } from '../../support/cpython.js';
import { hostileText } from '../../support/hostile-text.js';

jest.setTimeout(60_000);

const python = new CPython(join(__dirname, '../../support/read_sources.py'));
afterAll(() => python.close());

test('a table comes back with the same rows, columns and texts', async () => {
  const table = fc.integer({ min: 2, max: 4 }).chain((columns) => fc.array(fc.array(hostileText, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }));
  await fc.assert(fc.asyncProperty(table, async (rows) => {
    const printed = rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
    expect(await python.call('csv_rows', printed)).toEqual(rows.map((row) => row.map((cell) => cell.toWellFormed().replaceAll('\0', '\ufffd'))));
  }));
});
