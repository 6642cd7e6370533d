import type { Expression } from '../../../src/domain/expression/ast.js';
import { parseExpression } from '../../../src/domain/expression/parse.js';
import { pathsOf } from '../../../src/domain/expression/paths.js';

/** Fully parenthesised, so that a tree is seen at a glance. */
function show(e: Expression): string {
  switch (e.kind) {
    case 'literal': return JSON.stringify(e.value);
    case 'list': return JSON.stringify(e.items);
    case 'path': return e.segments.join('.');
    case 'special': return ['$' + e.name, ...e.segments].join('.');
    case 'unary': return `(${e.operator} ${show(e.operand)})`;
    case 'binary': return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
    case 'call': return `${e.name}(${e.args.map(show).join(', ')})`;
  }
}

test.each([
  ['price * quantity', '(price * quantity)'],
  ['a - b - c', '((a - b) - c)'],
  ['a + b * -2', '(a + (b * -2))'],
  ['(a + b) * c', '((a + b) * c)'],
  ["state == 'draft' and due_date < today()", '((state == "draft") and (due_date < today()))'],
  ['a or b and not c', '(a or (b and (not c)))'],
  ['not a == b', '(not (a == b))'],
  ['not a + b == c and d', '((not ((a + b) == c)) and d)'],
  ['(not a) == b', '((not a) == b)'],
  ['not (a or b)', '(not (a or b))'],
  ["state not in ['a', 'b']", '(state not in ["a","b"])'],
  ['not state in [1, 2]', '(not (state in [1,2]))'],
  ['company_id in companies', '(company_id in $companies)'],
  ['user_id == user', '(user_id == $user)'],
  ['user.partner_id.name', '$user.partner_id.name'],
  ['sum(lines.subtotal)', 'sum(lines.subtotal)'],
  ["count(loan_ids, state == 'lent')", 'count(loan_ids, (state == "lent"))'],
  ['if(a, 1, 2)', 'if(a, 1, 2)'],
  ['True and none_field != None', '(true and (none_field != null))'],
  ["'it''s'", null],
  ['notes == "not"', '(notes == "not")'],
  ['index_in', 'index_in'],
])('%s is read as %s', (text, expected) => {
  if (expected === null) expect(() => parseExpression(text)).toThrow();
  else expect(show(parseExpression(text))).toBe(expected);
});

test.each([
  ['', /empty/],
  ['a +', /Expected expression after \+/],
  ['a = b', /two equal signs/],
  ['a b', /several expressions/],
  ['a, b', /several expressions/],
  ['a;', /comma or semicolon/],
  ['(a', /not closed/],
  ['()', /hold one/],
  ['(a, b)', /hold one/],
  ['a ? b : c', /if\(condition/],
  ['a[0]', /path is names/],
  ['a?.b', /path is names/],
  ['this.a', /path is names/],
  ['A.b', /no field name/],
  ['a.__class__', /no field name/],
  ['a.write(1)', /no methods/],
  ['summ(a.b)', /Did you mean sum\(\)/],
  ['eval("1")', /no function eval/],
  ['a && b', /Write `and`/],
  ['a || b', /Write `or`/],
  ['!a', /Write `not`/],
  ['a === b', /Write `==`/],
  ['a < b < c', /not chained/],
  ['a == not b', /parentheses/],
  ['[a]', /plain values/],
  ['1e999', /too large/],
  ['99999999999999999999', /too large to be exact/],
  ['today(1)', /takes 0 arguments, not 1/],
  ['if(a, b)', /takes 3 arguments, not 2/],
  ['concat()', /at least 1/],
  ["name == 'open", /Unclosed quote/],
  ['`x`', /Unexpected/],
  ['constructor()', /no function constructor/],
  ['('.repeat(100) + 'a' + ')'.repeat(100), /nested too deeply/],
  ['a'.repeat(1001), /at most 1000/],
])('%s is refused with a sentence', (text, sentence) => {
  expect(() => parseExpression(text)).toThrow(sentence);
  expect(() => parseExpression(text)).toThrow(expect.objectContaining({ kind: 'user', code: 'expression_invalid' }));
});

test('a syntax error says where', () => {
  expect(() => parseExpression('price * ) 2')).toThrow(/character \d+/);
});

test('the paths are what the value depends on, conditions counted from their relation', () => {
  const paths = (text: string) => pathsOf(parseExpression(text)).map((path) => path.join('.'));
  expect(paths('price * quantity + price')).toEqual(['price', 'quantity']);
  expect(paths("count(loan_ids, state == 'lent' and book_id.active)")).toEqual(['loan_ids', 'loan_ids.state', 'loan_ids.book_id.active']);
  expect(paths("sum(line_ids.subtotal, kind == 'x')")).toEqual(['line_ids.subtotal', 'line_ids.kind']);
  expect(paths('user.partner_id == partner_id')).toEqual(['partner_id']);
});
