import { printDomain } from '../../../src/codegen/expression/domain.js';
import { methodScope } from '../../../src/codegen/expression/python-scope.js';
import { printPython } from '../../../src/codegen/expression/python.js';
import { printSql } from '../../../src/codegen/expression/sql.js';
import { columnsOf } from '../../../src/codegen/expression/sql-column.js';
import { printViewCondition } from '../../../src/codegen/expression/view-condition.js';
import { Imports } from '../../../src/codegen/python/imports.js';
import type { Expression } from '../../../src/domain/expression/ast.js';
import { parseExpression } from '../../../src/domain/expression/parse.js';
import { worldIndex } from '../../support/expression-world.js';

const index = worldIndex();
const scope = methodScope(index, new Imports(), { code: 'order', model: 'world.order' });

/** `open` so often as an expression may be nested, and closed again. */
const nested = (open: string, inner: string, close: string): string => {
  let text = inner;
  while (`${open}${text}${close}`.length <= 1000) {
    const deeper = `${open}${text}${close}`;
    try {
      parseExpression(deeper);
    } catch {
      break;
    }
    text = deeper;
  }
  return text;
};

const printers: Readonly<Record<string, (node: Expression) => string>> = {
  Python: (node) => printPython(node, scope).code,
  SQL: (node) => printSql(node, columnsOf('world.order', index)),
  domain: (node) => printDomain(node, { index, model: 'world.order', place: { kind: 'filter' } }),
  view: (node) => printViewCondition(node, index, 'world.order'),
};

test.each([
  ['Python', 'if', 'if(paid, ', 'number', ', places)'],
  ['Python', 'if in its own condition', 'if(', 'paid', ', paid, paid)'],
  ['Python', 'coalesce', 'coalesce(', 'day', ', due)'],
  ['Python', 'a division by a division', '1/(number/', 'places', ')'],
  ['Python', 'a rest', '1%(', 'places', '+1)'],
  ['Python', 'dates that may be empty', 'coalesce(', 'day', '+days(1), due)'],
  ['Python', 'min', 'min(', 'day', '+days(1), due)'],
  ['Python', 'upper', 'upper(', 'name', '+code)'],
  ['Python', 'not', 'not (', 'day < due', ')'],
  ['Python', 'not of true', 'not ((', 'day < due', ') == true)'],
  ['Python', 'not of one of two', 'not (paid or ', 'day < due', ')'],
  ['Python', 'len', 'len(concat(', 'name', '))'],
  ['SQL', 'abs', 'abs(', 'number', ')>1 and 1<abs(places)'],
  ['SQL', 'abs', 'abs(', 'number', ')'],
  ['SQL', 'round', 'round(', 'total', ', 1)'],
  ['SQL', 'upper', 'upper(', 'name', ')'],
  ['SQL', 'coalesce', 'coalesce(', 'number', ', places)'],
  ['SQL', 'a division', '(', 'number', ')/places'],
  ['SQL', 'a rest', '(', 'number', ')%places'],
  ['SQL', 'not', 'not (', 'day < due', ')'],
  ['SQL', 'not of true', 'not ((', 'day < due', ') == true)'],
  ['domain', 'not', 'not (', 'paid', ')'],
  ['domain', 'exists', 'paid and not (kind == null or ', 'paid', ')'],
  ['view', 'not of true', 'not ((', 'day < due', ') == true)'],
  ['view', 'a rest', '(', 'number', ')%places'],
  ['view', 'a sum', '1-(', 'number', ')'],
])('as %s, %s, nested as deep as an expression may be, is printed at once and not at length', (printer, _what, open, inner, close) => {
  const text = nested(open, inner, close);
  const began = performance.now();
  expect(printers[printer]?.(parseExpression(text)).length).toBeLessThan(60 * text.length);
  expect(performance.now() - began).toBeLessThan(4000);
  expect(text.length).toBeGreaterThan(100);
});
