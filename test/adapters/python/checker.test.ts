import { createPythonChecker } from '../../../src/adapters/python/checker.js';

const checker = createPythonChecker();
afterAll(() => checker.close());

async function python(text: string, path = 'models/book.py') {
  const { python: [facts] } = await checker.inspect([{ path, content: text }]);
  if (facts === undefined) throw new Error('no facts');
  return facts;
}

async function xml(text: string) {
  const { xml: [facts] } = await checker.inspect([{ path: 'views/book.xml', content: text }]);
  if (facts === undefined) throw new Error('no facts');
  return facts;
}

test('a syntax error is told with its line, in CPython’s words', async () => {
  expect((await python('a = 1\ndef f(:\n  pass\n')).error).toEqual({ path: 'models/book.py', line: 2, message: 'invalid syntax' });
});

test('imports, calls, dunder names and classes are seen, and nothing is run', async () => {
  const facts = await python("import os\nfrom .book import Book\nraise SystemExit(os.system('x'))\nclass Loan(models.Model):\n    _name = 'library.loan'\n    name = fields.Char()\n    def f(self):\n        return self.__class__\n");
  expect(facts.imports).toEqual([{ module: 'os', names: [], line: 1 }, { module: '.book', names: ['Book'], line: 2 }]);
  expect(facts.calls.map(({ name }) => name)).toContain('os.system');
  expect(facts.dunders).toEqual([{ name: '__class__', line: 8 }]);
  expect(facts.classes).toEqual([{
    name: 'Loan', line: 4, bases: ['models.Model'], lines: { _name: 5, name: 6 }, methods: [{ name: 'f', line: 7, decorators: [] }],
    assignments: { _name: 'library.loan', name: { call: 'fields.Char', args: [], keywords: {} } },
  }]);
});

test('a manifest is read as the literal that it is', async () => {
  expect((await python("{'name': 'Library', 'depends': ['base']}", '__manifest__.py')).literal).toEqual({ name: 'Library', depends: ['base'] });
});

test.each([
  ['a zero byte', 'a = "\0"'],
  ['brackets nested a hundred thousand deep', '('.repeat(100_000)],
  ['a lone surrogate', 'a = "\uD800"'],
])('%s is an error of the source, not of the checker', async (_name, text) => {
  expect((await python(text)).error).toMatchObject({ message: expect.any(String) });
  expect((await python('a = 1')).error).toBeNull();
});

test('an XML file is seen with tags, attributes and lines', async () => {
  const { error, elements } = await xml('<odoo>\n  <record id="a" model="b">\n    <field name="c">text</field>\n  </record>\n</odoo>');
  expect(error).toBeNull();
  expect(elements.map(({ tag, line }) => [tag, line])).toEqual([['odoo', 1], ['record', 2], ['field', 3]]);
  expect(elements[2]).toMatchObject({ attributes: { name: 'c' }, text: expect.stringContaining('text'), depth: 3 });
});

test('XML that is not well-formed is told with its line', async () => {
  expect((await xml('<odoo>\n<record>\n</odoo>')).error).toMatchObject({ line: 3, message: 'mismatched tag' });
});

test.each(['<!DOCTYPE x [<!ENTITY a "b">]><odoo>&a;</odoo>', '<!DOCTYPE odoo SYSTEM "file:///etc/passwd"><odoo/>'])('a DOCTYPE is refused: %s', async (text) => {
  expect((await xml(text)).error?.message).toContain('DOCTYPE');
});

test('a checker that runs out of time says so and works again', async () => {
  const slow = createPythonChecker(1, 0);
  await expect(slow.inspect([{ path: 'a.py', content: 'a = 1' }])).rejects.toMatchObject({ code: 'python_checker_failed' });
  await slow.close();
  expect((await python('a = 1')).error).toBeNull();
});
