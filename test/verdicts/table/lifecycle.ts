import { add, broken, edit } from '../case.js';

const FILE = 'tests/test_acceptance.py';
const MIGRATION = 'migrations/19.0.1.1.0/post-migrate.py';

/** What shows only in the second year: upgrades, farewells, rights, and tests that hold on some days. */
export const LIFECYCLE = [
  broken('a migration script that fails', { change: edit(MIGRATION, 'UPDATE shelf_book SET pages', 'UPDATE shelf_book SET papers'), kind: 'check', by: 'lifecycle', at: [MIGRATION, 'papers'], says: /papers/ }),
  broken('a migration script that loses records', { change: add(MIGRATION, 'def migrate(cr, version):\n    cr.execute("DELETE FROM shelf_book WHERE read_pages IS NULL OR read_pages < 1")\n'), kind: 'check', by: 'lifecycle', says: /shelf\.book had \d+ records before/ }),
  broken('an uninstall hook that fails', {
    change: [edit('__manifest__.py', '"application": True', '"uninstall_hook": "uninstall_hook",\n    "application": True'), add('hooks.py', 'def post_init_hook(env):\n    pass\n\n\ndef uninstall_hook(env):\n    env["shelf.shelf"].search([("capazity", "=", 0)]).unlink()\n'), edit('__init__.py', 'import post_init_hook', 'import post_init_hook, uninstall_hook')],
    kind: 'check', by: 'lifecycle', at: ['hooks.py', 'capazity'], says: /capazity/,
  }),
  broken('a module that leaves a table behind', { change: edit('hooks.py', 'def post_init_hook(env):\n', 'def post_init_hook(env):\n    env.cr.execute("CREATE TABLE IF NOT EXISTS shelf_archive (id integer)")\n'), kind: 'check', by: 'lifecycle', says: /table shelf_archive/ }),
  broken('a module that leaves a column behind', { change: edit('hooks.py', 'def post_init_hook(env):\n', 'def post_init_hook(env):\n    env.cr.execute("ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS shelf_card varchar")\n'), kind: 'check', by: 'lifecycle', says: /column res_partner\.shelf_card/ }),
  broken('a module that leaves a menu behind', { change: edit('hooks.py', 'def post_init_hook(env):\n', 'def post_init_hook(env):\n    env["ir.ui.menu"].create({"name": "Old Shelf"})\n'), kind: 'check', by: 'lifecycle', says: /menu Old Shelf/ }),
  broken('more rights than the specification gives', { change: {}, access: [{ model: 'shelf.book', group: 'shelf.group_keeper', operation: 'unlink', allowed: false }], kind: 'check', by: 'access', at: ['security/ir.model.access.csv', 'access_book_keeper'], says: /the specification does not allow it/ }),
  broken('fewer rights than the specification gives', { change: {}, access: [{ model: 'shelf.shelf', group: 'shelf.group_keeper', operation: 'unlink', allowed: true }], kind: 'check', by: 'access', at: ['security/ir.model.access.csv', 'access_shelf_keeper'], says: /the specification allows it/ }),
  broken('a record of another company that is shown', {
    change: edit('models/shelf.py', '    capacity =', '    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)\n    capacity ='),
    access: [{ model: 'shelf.shelf', group: 'shelf.group_keeper', operation: 'read', allowed: false, elsewhere: true }], kind: 'check', by: 'access', at: ['models/shelf.py', 'class Shelf'], says: /of another company[^]*the specification does not allow it/,
  }),
  broken('a test that is red once and green the second time', {
// Postgres counts on where a transaction is undone: the first record of all has the number 1, once.
    change: edit(FILE, '        self.book.read_pages = 50', '        self.assertGreater(self.book.id, 1)\n        self.book.read_pages = 50'),
    kind: 'flaky', by: 'failed-tests', at: [FILE, 'assertGreater'], says: /second time|again alone/,
  }),
];
