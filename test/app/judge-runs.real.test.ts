import { judged } from '../support/judged.js';
import { miniModule, testFile } from '../support/mini-module.js';

jest.setTimeout(240_000);

const withTests = (methods: Readonly<Record<string, string>>, extra = '') => miniModule({ 'tests/test_acceptance.py': testFile(methods, extra) });
const model = (body: string): string => `import os\nimport time\n\nfrom odoo import fields, models\n\n\nclass Book(models.Model):\n    _name = "mini.book"\n    _description = "Book"\n\n    name = fields.Char(required=True)\n${body}`;
const ONE = { test_ac_1_a_book_has_a_name: 'self.assertTrue(True)' };

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

  test('a failing test is red with its criterion, file and line', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'book = self.env["mini.book"].create({"name": "x"})\nself.assertEqual(book.pages, 7)' }));
    expect(verdict.failures).toMatchObject([{ kind: 'test', criterion: 'AC-2', file: 'tests/test_acceptance.py', line: 13, message: expect.stringContaining('0 != 7'), traceback: expect.stringContaining('Traceback') }]);
    expect(verdict.criteria.map(({ status }) => status)).toEqual(['green', 'red']);
  });

  test('an error in setUpClass is red although no test failed', async () => {
    const verdict = await judged(withTests(ONE, '    @classmethod\n    def setUpClass(cls):\n        super().setUpClass()\n        raise ValueError("no library")\n\n'));
    expect(verdict.failures).toMatchObject([{ kind: 'test', message: expect.stringContaining('no library') }]);
  });

  test('os._exit(0) in a test is no success', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'os._exit(0)' }));
    expect(verdict.observation).toMatchObject({ exitCode: 0 });
    expect(verdict.green).toBe(false);
    expect(verdict.failures.map(({ kind }) => kind)).toContain('forged');
  });

  test('a module without tests is red', async () => {
    const verdict = await judged(miniModule({ 'tests/__init__.py': null, 'tests/test_acceptance.py': null }));
    expect(verdict.failures).toMatchObject([{ kind: 'tests_missing' }]);
  });

  test('tests that are not imported are missed', async () => {
    const verdict = await judged(miniModule({ 'tests/__init__.py': '' }));
    expect(verdict.failures).toMatchObject([{ kind: 'tests_missing', criterion: 'AC-1' }, { kind: 'tests_missing', criterion: 'AC-2' }]);
  });

  test('a skipped test is red', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'self.skipTest("later")' }));
    expect(verdict.failures).toMatchObject([{ kind: 'skipped', criterion: 'AC-2' }]);
  });

  test('a model that Python cannot load is told with file and line', async () => {
    const verdict = await judged(miniModule({ 'models/book.py': model('    pages = fields.Integer(default=lambda self: undefined_name)\n    other = undefined_too\n') }));
    expect(verdict.failures).toMatchObject([{ kind: 'install', file: 'models/book.py', line: 13, message: expect.stringContaining('undefined_too') }]);
  });

  test('a view over a field that is not there is told with file and line', async () => {
    const verdict = await judged(miniModule({ 'views/mini_book.xml': miniModule()[5]!.content.toString().replace('<field name="pages"/></list>', '<field name="author"/></list>') }));
    expect(verdict.failures).toMatchObject([{ kind: 'install', file: 'views/mini_book.xml', message: expect.stringContaining('author') }]);
    expect(verdict.failures[0]!.line).toBeGreaterThanOrEqual(3);
    expect(verdict.failures[0]!.line).toBeLessThanOrEqual(6);
  });

  test('a constraint over a column that is not there is red although Odoo installs the module', async () => {
    const verdict = await judged(miniModule({ 'models/book.py': model('    pages = fields.Integer()\n    _c = models.Constraint("CHECK (paper > 0)", "x")\n') }));
    expect(verdict.observation).toMatchObject({ state: 'installed' });
    expect(verdict.failures.map(({ kind }) => kind)).toContain('log');
  });

  test('_sql_constraints, which Odoo 19 ignores, are red', async () => {
    const verdict = await judged(miniModule({ 'models/book.py': model('    pages = fields.Integer()\n    _sql_constraints = [("c", "CHECK (pages > 0)", "x")]\n') }));
    expect(verdict.failures.map(({ kind }) => kind)).toContain('log');
  });

  test('a manifest that says it is not installable is red', async () => {
    const manifest = miniModule().find(({ path }) => path === '__manifest__.py')!.content.toString();
    const verdict = await judged(miniModule({ '__manifest__.py': manifest.replace('"installable": True', '"installable": False') }));
    expect(verdict.failures).toMatchObject([{ kind: 'manifest', file: '__manifest__.py' }]);
  });

  test('a manifest that does not parse is red', async () => {
    const verdict = await judged(miniModule({ '__manifest__.py': '{"name": "Mini", "version": ' }));
    expect(verdict.green).toBe(false);
    expect(verdict.failures[0]!.kind).toMatch(/manifest|install/);
  });

  test('a test that never ends is stopped at the time limit', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'while True:\n    pass' }), { timeoutMs: 15_000 });
    expect(verdict.failures).toMatchObject([{ kind: 'timeout', message: expect.stringContaining('test_ac_2_pages_start_at_zero') }]);
  });

  test('a module that takes all memory is told so', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))' }));
    expect(verdict.failures).toMatchObject([{ kind: 'out_of_memory' }]);
  });

  test('a module that fills the disk is told so', async () => {
    const verdict = await judged(withTests({ ...ONE, test_ac_2_pages_start_at_zero: 'with open("/home/odoo/fill", "wb") as file:\n    while True:\n        file.write(bytes(10_000_000))' }));
    expect(verdict.failures.map(({ kind }) => kind)).toContain('out_of_disk');
  });

  test('a page that breaks in the browser is red', async () => {
    const verdict = await judged(miniModule({ 'models/book.py': model('    pages = fields.Integer(compute="_compute_pages")\n\n    def _compute_pages(self):\n        if self.env.context.get("params") or not self.env.registry.ready or self.env.user.login == "admin":\n            raise ValueError("torn page")\n        self.pages = 0\n') }), { checks: ['pages'] });
    expect(verdict.failures.filter(({ kind }) => kind === 'ui').map(({ sentence }) => sentence)).toEqual([expect.stringContaining('Books (list)'), expect.stringContaining('Books (form)')]);
  });
});
