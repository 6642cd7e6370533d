import { add, broken, drop, edit, type Change } from '../case.js';

const FILE = 'tests/test_acceptance.py';
const test = (from: string, to: string): Change => edit(FILE, from, to);

/** Tests that fail, or prove nothing. */
export const TESTS = [
  broken('a test that fails', { change: test('progress, 0.25', 'progress, 0.5'), kind: 'test', by: 'failed-tests', at: [FILE, 'progress, 0.5'], says: /0\.25 != 0\.5/ }),
  broken('a test that raises', { change: test('read_pages = 50', 'red_pages = 50'), kind: 'test', by: 'failed-tests', at: [FILE, 'red_pages'], says: /red_pages/ }),
  broken('an error before the first test', { change: test('"pages": 200', '"papers": 200'), kind: 'test', by: 'failed-tests', at: [FILE, 'papers'], says: /papers/ }),
  broken('code that does not do what its test says', { change: edit('models/book.py', '"state": "lent", "due', '"state": "lost", "due'), kind: 'test', by: 'failed-tests', at: [FILE, 'self.book.state, "lent"'], says: /'lost' != 'lent'/ }),
  broken('a test that is skipped', { change: test('        self.book.read_pages = 50', '        self.skipTest("later")\n        self.book.read_pages = 50'), kind: 'skipped', by: 'complete-tests', at: [FILE, 'def test_ac_2'], says: /later/ }),
  broken('tests that nobody imports', { change: add('tests/__init__.py', ''), kind: 'gate', by: 'imports', at: [FILE], says: /never run/ }),
  broken('no tests at all', { change: [drop('tests/__init__.py'), drop(FILE)], kind: 'tests_missing', by: 'complete-tests', says: /no tests/ }),
  broken('tests that are tagged away', { change: test('"post_install", "-at_install"', '"post_install", "-at_install", "-standard", "nightly"'), kind: 'tests_missing', by: 'complete-tests', at: [FILE, 'def test_ac_1'], says: /did not run/ }),
  broken('a test that Odoo never runs because of its name', { change: test('def test_ac_2_progress_is_a_share', 'def test_sequence'), kind: 'gate', by: 'obsolete', at: [FILE, 'def test_sequence'], says: /never run/ }),
  broken('a tests package that does not import', { change: test('from odoo.tests import TransactionCase, tagged', 'from odoo.tests import TransactionCase, tagd\nfrom odoo.tests import tagged'), kind: 'install', by: 'install', at: [FILE, 'tagd'], says: /tagd/ }),
  broken('a test that never ends', { change: test('        self.book.read_pages = 50', '        while True:\n            pass'), timeoutMs: 30_000, kind: 'timeout', by: 'limits', says: /test_ac_2/ }),
  broken('a test that takes all memory', { change: test('        self.book.read_pages = 50', '        hoard = []\n        while True:\n            hoard.append(bytearray(50_000_000))'), kind: 'out_of_memory', by: 'limits', says: /memory/ }),
  broken('a test that tries to end Odoo', { change: test('        self.book.read_pages = 50', '        raise SystemExit(0)'), kind: 'test', by: 'failed-tests', at: [FILE, 'SystemExit'], says: /SystemExit/ }),
];
