import { broken, edit, type Broken } from '../case.js';

const BOOK = 'models/book.py';
const book = (from: string, to: string) => edit(BOOK, from, to);
const imports = (line: string, named: string): Omit<Broken, 'change'> & Pick<Broken, 'change'> => ({ change: book('from odoo import _, api', `${line}\n\nfrom odoo import _, api`), kind: 'gate', by: 'dangerous', at: [BOOK, line], says: new RegExp(`${named}[^]*beyond Odoo`) });
const calls = (line: string, named: string): Broken => ({ change: book('        for book in self:\n            book.progress', `        ${line}\n        for book in self:\n            book.progress`), kind: 'gate', by: 'dangerous', at: [BOOK, line], says: new RegExp(`${named}[^]*beyond Odoo`) });

/** Python that cannot be read, loaded, or let loose. */
export const PYTHON = [
  broken('a model with a syntax error', { change: book('    pages = fields.Integer()\n    read', '    pages = fields.Integer(\n    read'), kind: 'gate', by: 'syntax', at: [BOOK, '    pages = fields.Integer('], says: /cannot be read by Python/ }),
  broken('a name that nobody defined', { change: book('default="new", required', 'default=NEW, required'), kind: 'install', by: 'install', at: [BOOK, 'default=NEW'], says: /NEW/ }),
  broken('a file that nobody imports', { change: edit('models/__init__.py', 'from . import partner\n', ''), kind: 'gate', by: 'imports', at: ['models/partner.py'], says: /never loaded/ }),
  broken('an import of a file that is not there', { change: edit('models/__init__.py', 'import partner', 'import partner, author'), kind: 'gate', by: 'imports', at: ['models/__init__.py', 'author'], says: /does not have/ }),
  broken('import os', imports('import os', 'os')),
  broken('import of subprocess', imports('from subprocess import run', 'subprocess')),
  broken('import of socket', imports('import socket', 'socket')),
  broken('import of ctypes', imports('import ctypes', 'ctypes')),
  broken('eval', calls('eval("1 + 1")', 'eval')),
  broken('exec', calls('exec("x = 1")', 'exec')),
  broken('a relation to a model that does not exist', { change: book('fields.Many2one("shelf.shelf"', 'fields.Many2one("shelf.shelv"'), kind: 'install', by: 'install', at: [BOOK, 'shelf.shelv'], says: /shelf\.shelv/ }),
  broken('an extension of a model that does not exist', { change: edit('models/partner.py', '_inherit = "res.partner"', '_inherit = "res.partmer"'), kind: 'install', by: 'install', at: ['models/partner.py', 'res.partmer'], says: /res\.partmer/ }),
  broken('a compute over a field that does not exist', { change: book('@api.depends("pages", "read_pages")', '@api.depends("pages", "red_pages")'), kind: 'install', by: 'install', at: [BOOK, 'red_pages'], says: /red_pages/ }),
  broken('a compute method that does not exist', { change: book('compute="_compute_progress"', 'compute="_compute_progres"'), kind: 'gate', by: 'methods', at: [BOOK, '_compute_progres"'], says: /_compute_progres/ }),
  broken('a method that stands twice in a class', { change: book('    @api.model\n    def _cron', '    def action_lend(self, _copy=None):\n        return None\n\n    @api.model\n    def _cron'), kind: 'gate', by: 'methods', at: [BOOK, '_copy=None'], says: /twice/ }),
  broken('two fields of one label', { change: book('pages = fields.Integer()\n    read_pages = fields.Integer()', 'pages = fields.Integer()\n    read_pages = fields.Integer("Pages")'), kind: 'gate', by: 'labels', at: [BOOK, 'read_pages = '], says: /same label/ }),
  broken('a constraint over a column that does not exist', { change: book('CHECK (pages >= 0)', 'CHECK (papers >= 0)'), kind: 'log', by: 'clean-log', at: [BOOK, 'papers'], says: /papers/ }),
  broken('a compute that assigns nothing', { change: [book('            book.progress = book.read_pages / book.pages if book.pages else 0.0', '            _share = book.pages'), edit('tests/test_acceptance.py', 'self.book.progress, 0.25', 'self.book.read_pages, 50')], kind: 'check', by: 'views', at: [BOOK, 'progress = fields'], says: /progress/ }),
];
