import { essence, wordsOf } from '../../../src/app/judge/place.js';
import { whereabouts, type Sources } from '../../../src/app/judge/whereabouts.js';

const PARSE = `odoo.tools.convert.ParseError: while parsing /mnt/modules/shelf/views/book.xml:3
Error while validating view near:

<form>
    <button name="action_lend"/>

Field "papers" does not exist in model "shelf.book"

View error context:
{'file': '/mnt/modules/shelf/views/book.xml',
 'line': 1,
 'xmlid': 'view_book_form'}`;

test.each([
  ['a ParseError: not the view beside it, not the context', PARSE, 'Field "papers" does not exist in model "shelf.book"'],
  ['an assertion with its difference', "AssertionError: 'lost' != 'lent'\n- lost\n+ lent", "AssertionError: 'lost' != 'lent'"],
  ['words that go on below', 'QWebError: Error while rendering the template:\n    KeyError: papers\n    Path: /t', 'QWebError: Error while rendering the template: KeyError: papers'],
  ['an exception with its module', 'odoo.exceptions.UserError: You depend on "mial".\nIt is not there.', 'UserError: You depend on "mial".'],
  ['a hint of Postgres', 'column "papers" does not exist\nHINT:  Perhaps pages', 'column "papers" does not exist'],
  ['a word on access rights', 'odoo.tools.convert.ParseError: while parsing x:1\nError while validating view near:\n\n<form>\n\n<b>Access Rights Inconsistency</b><br/>This view may not work.<br/>Debugging information:<br/>- field “status” does not exist.', 'field “status” does not exist.'],
])('the essence of %s', (_what, words, line) => {
  expect(essence(words)).toBe(line);
});

test('the words of a chain of exceptions are those of its last', () => {
  expect(wordsOf('Traceback (most recent call last):\n  File "a", line 1\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "b", line 2\nValueError: two\nlines')).toBe('ValueError: two\nlines');
});

const element = (line: number, tag: string, attributes: Record<string, string>) => ({ tag, line, attributes, text: '', depth: 1 });
const SOURCES: Sources = {
  module: 'shelf',
  files: [
    { path: 'models/book.py', content: 'class Book:\n    pages = 1\n    papers_left = 2\n' },
    { path: 'views/book.xml', content: '<odoo>\n<form>\n<button name="action_lend"/>\n<field name="papers"/>\n</form>\n</odoo>\n' },
  ],
  facts: {
    python: [{ path: 'models/book.py', error: null, imports: [], dunders: [], patches: [], calls: [], names: [], strings: [], classes: [{ name: 'Book', line: 1, bases: [], assignments: { _name: 'shelf.book' }, lines: { pages: 2 }, methods: [] }] }],
    xml: [{ path: 'report/card.xml', error: null, elements: [element(5, 'span', { 't-field': 'doc.papers' })] }],
  },
};

test.each([
  ['a frame in the module', 'Traceback\n  File "/mnt/modules/shelf/models/book.py", line 3, in x\nKeyError', 'models/book.py', 3],
  ['a word that the view holds once', PARSE, 'views/book.xml', 4],
  ['an element of QWeb', 'QWebError\n    Element: <span t-field="doc.papers"/>', 'report/card.xml', 5],
  ['a field that was not computed', 'ValueError: Compute method failed to assign shelf.book(1,).pages', 'models/book.py', 2],
  ['a word that is in the module once', "KeyError: 'papers_left'", 'models/book.py', 3],
  ['a word that is nowhere', "KeyError: 'elsewhere'", null, null],
])('%s is where the words point', (_what, text, file, line) => {
  expect(whereabouts(SOURCES, text)).toEqual({ file, line });
});

test('of a data file that could not be loaded, the reason is told and not only the place', () => {
  const traceback = 'Traceback (most recent call last):\n  File "a", line 1\npsycopg2.errors.CheckViolation: pages must be positive\nDETAIL:  row\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "b", line 2\nodoo.tools.convert.ParseError: while parsing /mnt/modules/shelf/demo/books.xml:6, somewhere inside\n<record/>';
  expect(essence(wordsOf(traceback))).toBe('CheckViolation: pages must be positive');
});
