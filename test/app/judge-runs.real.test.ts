import { judged } from '../support/judged.js';
import { miniModule, testFile } from '../support/mini-module.js';

jest.setTimeout(240_000);

const withTests = (methods: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) => miniModule({ ...more, 'tests/test_acceptance.py': testFile(methods) });
const model = (body: string): string => `from odoo import fields, models\n\n\nclass Book(models.Model):\n    _name = "mini.book"\n    _description = "Book"\n\n    name = fields.Char(required=True)\n${body}`;
const ONE = { test_ac_1_a_book_has_a_name: 'self.assertTrue(True)' };

/** Of each kind of run one; what is red in which way is the verdict table's matter (test/verdicts). */
describe('a verdict on a real run in Odoo', () => {
  test('a module that keeps its promises is green, with a picture of each page', async () => {
    const verdict = await judged(miniModule(), { checks: ['pages'] });
    expect(verdict.failures).toEqual([]);
    expect(verdict.green).toBe(true);
    expect(verdict.tests).toEqual({ declared: 2, run: 2, failed: 0, errors: 0, skipped: 0 });
    expect(verdict.criteria.map(({ id, status }) => [id, status])).toEqual([['AC-1', 'green'], ['AC-2', 'green']]);
    expect(verdict.screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
    expect(Buffer.from(verdict.screenshots[0]!.png).subarray(1, 4).toString()).toBe('PNG');
  });

  test('each thing that is wrong with a module that Odoo installs is told: a failing test with its criterion, file and line, a skipped one, a constraint over no column, what Odoo 19 ignores', async () => {
    const verdict = await judged(withTests({
      ...ONE,
      test_ac_1_later: 'self.skipTest("later")',
      test_ac_2_pages_start_at_zero: 'book = self.env["mini.book"].create({"name": "x"})\nself.assertEqual(book.pages, 7)',
    }, { 'models/book.py': model('    pages = fields.Integer()\n    _c = models.Constraint("CHECK (paper > 0)", "x")\n    _sql_constraints = [("c", "CHECK (pages > 0)", "x")]\n') }));
    expect(verdict.observation).toMatchObject({ state: 'installed' });
    expect(verdict.failures).toEqual(expect.arrayContaining([
      expect.objectContaining({ kind: 'test', criterion: 'AC-2', file: 'tests/test_acceptance.py', line: 16, message: expect.stringContaining('0 != 7'), traceback: expect.stringContaining('Traceback') }),
      expect.objectContaining({ kind: 'skipped', criterion: 'AC-1' }),
      expect.objectContaining({ kind: 'log', message: expect.stringContaining('paper') }),
      expect.objectContaining({ kind: 'log', message: expect.stringContaining('_sql_constraints') }),
    ]));
    expect(verdict.criteria.map(({ status }) => status)).toEqual(['red', 'red']);
  });

  test('os._exit(0) in a test is no success', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'os._exit(0)' }));
    expect(verdict.observation).toMatchObject({ exitCode: 0 });
    expect(verdict.green).toBe(false);
    expect(verdict.failures.map(({ kind }) => kind)).toContain('forged');
  });

  test('a model that Python cannot load is told with file and line', async () => {
    const verdict = await judged(miniModule({ 'models/book.py': model('    pages = fields.Integer(default=lambda self: undefined_name)\n    other = undefined_too\n') }));
    expect(verdict.failures).toMatchObject([{ kind: 'install', file: 'models/book.py', line: 10, message: expect.stringContaining('undefined_too') }]);
  });

  test('a test that never ends is stopped at the time limit', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'import time\nwhile True:\n    time.sleep(1)' }), { timeoutMs: 12_000 });
    expect(verdict.failures).toMatchObject([{ kind: 'timeout', message: expect.stringContaining('test_ac_2_pages_start_at_zero') }]);
  });

  test('a module that takes all memory is told so', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))' }));
    expect(verdict.failures).toMatchObject([{ kind: 'out_of_memory' }]);
  });
});
