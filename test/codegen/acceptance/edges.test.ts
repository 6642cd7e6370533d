import { edgeCases, type EdgeKind } from '../../../src/codegen/acceptance/edges.js';
import { parseExpression } from '../../../src/domain/expression/parse.js';

const KINDS: Readonly<Record<string, EdgeKind>> = { pages: 'number', price: 'number', start: 'date', stop: 'date', isbn: 'text' };
const cases = (condition: string) => edgeCases(parseExpression(condition), (field) => KINDS[field] ?? null).map(({ values, holds }) => [values, holds]);

test.each([
  ['pages >= 0', [[{ pages: 0 }, true], [{ pages: -1 }, false]]],
  ['pages > 0', [[{ pages: 0 }, false], [{ pages: -1 }, false]]],
  ['10 > pages', [[{ pages: 10 }, false]]],
  ['len(isbn) <= 13', [[{ isbn: 'x'.repeat(13) }, true], [{ isbn: 'x'.repeat(14) }, false]]],
  ['stop >= start', [[{ stop: '2026-03-09', start: '2026-03-09' }, true], [{ stop: '2026-03-09', start: '2026-03-10' }, false]]],
  ['pages >= 0 and price < 5', [[{ pages: 0, price: -1 }, true], [{ pages: 0, price: 5 }, false], [{ pages: -1, price: -1 }, false]]],
])('%s turns here', (condition, wanted) => {
  expect(cases(condition)).toEqual(wanted);
});

test.each(['unknown > 1', 'pages > shelf_id.pages', 'pages != 1', 'isbn >= start', 'pages >= now()', 'pages == null or pages > 1', 'pages > 1.5'])('of `%s` nothing is known', (condition) => {
  expect(cases(condition)).toEqual([]);
});
