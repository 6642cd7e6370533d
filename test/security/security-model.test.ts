import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/security-model.md'), 'utf8');
const table = page.slice(page.indexOf('## Boundary : test'));

/** Rows `| boundary | test | file |`. */
const ROWS = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| boundary |')).map((line) => {
  const [, boundary = '', name = '', file = ''] = line.split('|').map((cell) => cell.trim());
  return { boundary, name, file: file.replaceAll('`', '') };
});

test('the table of boundaries is read', () => expect(ROWS.length).toBeGreaterThan(60));

test.each(ROWS)('$boundary: its test is there', ({ name, file }) => {
  expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  const source = readFileSync(join(ROOT, file), 'utf8');
  const at = [`('${name}'`, `("${name}"`].map((call) => source.indexOf(call)).find((index) => index > 0) ?? -1;
  expect([name, at > 0]).toEqual([name, true]);
  // What is called with the name: `test`, `it`, or the table of an `each` before it; none of them skipped.
  expect(source.slice(0, at)).toMatch(/(\b(test|it)|\)|\])$/);
  expect(source).not.toMatch(/\b(test|it|describe)\.(skip|todo|only)\b|\bx(it|test|describe)\(/);
});

test('no boundary stands there twice', () => {
  expect(new Set(ROWS.map(({ boundary }) => boundary)).size).toBe(ROWS.length);
});
