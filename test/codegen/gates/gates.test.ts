import { createPythonChecker } from '../../../src/adapters/python/checker.js';
import { declaredTests } from '../../../src/codegen/gates/declared-tests.js';
import { runGates } from '../../../src/codegen/gates/run-gates.js';
import type { Failure } from '../../../src/domain/verdict.js';

const checker = createPythonChecker();
afterAll(() => checker.close());

const SOUND: Readonly<Record<string, string>> = {
  '__init__.py': 'from . import models\n',
  '__manifest__.py': "{'name': 'Library', 'version': '19.0.1.0.0', 'depends': ['base', 'mail'], 'data': ['security/groups.xml', 'security/ir.model.access.csv', 'views/book.xml'], 'license': 'LGPL-3'}\n",
  'models/__init__.py': 'from . import book\n',
  'models/book.py': "from datetime import timedelta\n\nfrom odoo import api, fields, models\n\n\nclass Book(models.Model):\n    _name = 'library.book'\n    _inherit = ['mail.thread']\n\n    name = fields.Char()\n    loan_ids = fields.One2many('library.loan', 'book_id')\n\n    def lend(self):\n        return timedelta(days=1)\n\n\nclass Loan(models.Model):\n    _name = 'library.loan'\n\n    book_id = fields.Many2one('library.book')\n",
  'security/groups.xml': '<odoo>\n  <record id="group_user" model="res.groups"><field name="name">User</field></record>\n</odoo>\n',
  'security/ir.model.access.csv': 'id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\naccess_book,book,model_library_book,group_user,1,1,1,1\naccess_loan,loan,model_library_loan,group_user,1,1,1,1\n',
  'views/book.xml': '<odoo>\n  <record id="book_form" model="ir.ui.view">\n    <field name="name">b</field>\n    <field name="model">library.book</field>\n    <field name="arch" type="xml"><form><field name="name"/><field name="loan_ids"><list><field name="book_id"/></list></field><field name="message_ids"/></form></field>\n  </record>\n  <record id="action_book" model="ir.actions.act_window"><field name="res_model">library.book</field><field name="view_mode">list,form</field></record>\n  <menuitem id="menu_root" name="Library"/>\n  <menuitem id="menu_book" parent="menu_root" action="action_book" groups="library.group_user,base.group_user"/>\n</odoo>\n',
  'tests/__init__.py': 'from . import test_book\n',
  'tests/test_book.py': "from odoo.tests.common import TransactionCase\n\n\nclass TestBook(TransactionCase):\n    def test_ac_1_lend(self):\n        self.assertTrue(True)\n\n    def helper(self):\n        pass\n",
};

async function gates(changes: Readonly<Record<string, string | null>>): Promise<Failure[]> {
  const files = Object.entries({ ...SOUND, ...changes }).flatMap(([path, content]) => (content === null ? [] : [{ path, content }]));
  return runGates({ name: 'library', files, facts: await checker.inspect(files) });
}

const put = (path: string, from: string, to: string): Record<string, string> => {
  const before = SOUND[path] ?? '';
  if (!before.includes(from)) throw new Error(`${path} has no ${from}`);
  return { [path]: before.replace(from, to) };
};
const book = (line: string): Record<string, string> => put('models/book.py', '        return timedelta(days=1)', `        ${line}`);

test('a sound module passes every gate', async () => expect(await gates({})).toEqual([]));

test.each<readonly [string, Record<string, string | null>, string, number | null, RegExp]>([
  ['Python that does not compile', { 'models/book.py': 'class (:\n' }, 'models/book.py', 1, /SyntaxError/],
  ['return outside of a function', { 'models/book.py': 'return 1\n' }, 'models/book.py', 1, /outside function/],
  ['XML that is not well-formed', put('views/book.xml', '</odoo>', ''), 'views/book.xml', null, /XML/],
  ['a DOCTYPE', { 'views/book.xml': '<!DOCTYPE odoo [<!ENTITY a "b">]><odoo/>' }, 'views/book.xml', 1, /DOCTYPE/],
  ['no manifest', { '__manifest__.py': null }, '__manifest__.py', null, /missing/],
  ['a manifest that is code', { '__manifest__.py': "dict(name='x')\n" }, '__manifest__.py', null, /does not read/],
  ['a manifest without a name', put('__manifest__.py', "'name': 'Library', ", ''), '__manifest__.py', null, /does not read/],
  ['a manifest with depends as text', put('__manifest__.py', "['base', 'mail']", "'base'"), '__manifest__.py', null, /depends/],
  ['a module that is not installable', put('__manifest__.py', "'license'", "'installable': False, 'license'"), '__manifest__.py', null, /installable/],
  ['a version of another Odoo', put('__manifest__.py', '19.0.1.0.0', '17.0.1.0.0'), '__manifest__.py', null, /not for Odoo 19/],
  ['a module that depends on itself', put('__manifest__.py', "'mail'", "'library'"), '__manifest__.py', null, /itself/],
  ['a data file that is not there', { 'security/groups.xml': null }, '__manifest__.py', null, /groups.xml' does not exist/],
  ['a view file that nobody names', { 'views/loan.xml': '<odoo/>' }, 'views/loan.xml', null, /not named/],
  ['a Python file that nobody imports', { 'models/loan.py': 'x = 1\n' }, 'models/loan.py', null, /imported by no/],
  ['an import of what is not there', { 'models/__init__.py': 'from . import book, loan\n' }, 'models/__init__.py', 1, /does not exist/],
  ['tests that nobody imports', { 'tests/__init__.py': '' }, 'tests/test_book.py', null, /imported by no/],
  ['a model without access rights', put('security/ir.model.access.csv', 'access_loan,loan,model_library_loan,group_user,1,1,1,1\n', ''), 'models/book.py', 17, /no access rights/],
  ['access rights for no model', put('security/ir.model.access.csv', 'model_library_loan', 'model_library_lone'), 'security/ir.model.access.csv', 3, /no such model/],
  ['a menu of no action', put('views/book.xml', 'action="action_book"', 'action="action_books"'), 'views/book.xml', 9, /no such id/],
  ['a group of this module that is not there', put('views/book.xml', 'library.group_user', 'library.group_usr'), 'views/book.xml', 9, /no such id/],
  ['a view of a field that is not there', put('views/book.xml', '<field name="name"/>', '<field name="titel"/>'), 'views/book.xml', 5, /no field titel/],
  ['a group with a category', put('security/groups.xml', '<field name="name">User</field>', '<field name="category_id" ref="base.module_category_hidden"/>'), 'security/groups.xml', 2, /privilege_id/],
  ['<tree>', put('views/book.xml', '<list><field name="book_id"/></list>', '<tree><field name="book_id"/></tree>'), 'views/book.xml', 5, /<tree>/],
  ['attrs', put('views/book.xml', '<field name="name"/>', '<field name="name" attrs="{}"/>'), 'views/book.xml', 5, /attrs/],
  ['view_mode tree', put('views/book.xml', 'list,form', 'tree,form'), 'views/book.xml', 7, /view_mode/],
  ['a kanban-box', put('views/book.xml', '<form>', '<form><t t-name="kanban-box"/>'), 'views/book.xml', 5, /kanban-box/],
  ['_sql_constraints', put('models/book.py', '    name = fields.Char()', '    name = fields.Char()\n    _sql_constraints = []'), 'models/book.py', 11, /models.Constraint/],
  ['a test called test_sequence', put('tests/test_book.py', 'test_ac_1_lend', 'test_sequence'), 'tests/test_book.py', 5, /test_sequence/],
])('%s is told with its place', async (_what, changes, file, line, message) => {
  const found = await gates(changes);
  expect(found).toContainEqual(expect.objectContaining({ kind: 'gate', file, message: expect.stringMatching(message), sentence: expect.stringMatching(/\.$/), ...(line === null ? {} : { line }) }));
});

test.each([
  'import os', 'import sys', 'import subprocess', 'import socket', 'import ctypes', 'import importlib', 'import pickle', 'import requests', 'import urllib.request', 'import builtins', 'from os import system',
  'from odoo.tools import os', 'import odoo.tools.misc.os', 'import shutil', 'import threading', 'import http.client', 'import pathlib', 'import tempfile', 'import asyncio', 'import glob', 'import code', 'import pdb',
  'eval("1")', 'exec("1")', 'compile("1", "", "exec")', 'open("/etc/passwd")', '__import__("os")', 'globals()', 'getattr(self, "x")', 'breakpoint()', 'x.os.system("y")',
  'self.__class__.__bases__', '().__class__.__subclasses__()', 'f.__globals__', 'f.__code__', 'x.__dict__', '__builtins__', 'x.__reduce__()',
])('%s is dangerous', async (line) => {
  expect(await gates(book(line))).toContainEqual(expect.objectContaining({ file: 'models/book.py', line: 14, sentence: expect.stringContaining('could reach beyond Odoo') }));
});

test.each(['import math, re, json, logging', 'from decimal import Decimal', 'from collections import defaultdict', 'from dateutil.relativedelta import relativedelta', 'from odoo.exceptions import UserError', 'super().create([])', 'self.env["x"].search([])', 'self.filtered("name")', 'return __name__'])('%s is not', async (line) => {
  expect(await gates(book(line))).toEqual([]);
});

test('the tests that must run are counted from the sources, helpers are not', async () => {
  const files = Object.entries(SOUND).map(([path, content]) => ({ path, content }));
  expect(declaredTests(await checker.inspect(files))).toEqual([{ module: 'tests.test_book', class: 'TestBook', method: 'test_ac_1_lend', line: 5 }]);
});

test.each([
  ['of a class that it imports', 'from odoo.tests import TransactionCase\n\n\ndef fine(self):\n    TransactionCase.assertEqual = None\n'],
  ['of anything where no function is', 'from odoo import models\n\nT = models.Model\nT.create = None\n'],
  ['by deleting it', 'from odoo import models\n\n\ndef gone():\n    del models.Model.create\n'],
])('a module that changes an attribute %s is refused', async (_what, code) => {
  const found = await gates({ 'models/book.py': `${SOUND['models/book.py']}\n\n${code}` });
  expect(found.filter(({ by, message }) => by === 'dangerous' && message.endsWith('is changed'))).toHaveLength(1);
});

test.each(['import unittest', 'from odoo.tests import common', 'from odoo import tests', 'from freezegun import freeze_time'])('%s is for tests alone', async (line) => {
  expect(await gates({ 'models/book.py': `${line}\n${SOUND['models/book.py']}` })).toMatchObject([{ by: 'dangerous', file: 'models/book.py', line: 1, sentence: expect.stringContaining('Only tests') }]);
  expect(await gates({ 'tests/test_book.py': `${line}\n${SOUND['tests/test_book.py']}` })).toEqual([]);
});

test('Odoo’s own ways to write a file are refused', async () => {
  expect(await gates(book('return tools.file_open("library/tests/test_book.py", "w")'))).toMatchObject([{ by: 'dangerous' }]);
});

test.each(['../out.py', '/etc/out.py', 'static/a\u001b[2J.txt', 'static/\u202egnp.exe', '.hidden', `static/${'n'.repeat(300)}`])('a file called %j is refused, and its name is told so that it steers nothing', async (path) => {
  const found = (await gates({ [path]: 'x = 1\n' })).filter(({ by }) => by === 'paths');
  expect(found).toHaveLength(1);
  expect(`${found[0]!.file}${found[0]!.message}`).toMatch(/^[ -~]+$/);
});

describe('names of Odoo', () => {
  const manifestFindings = async (name: string, depends: string) => {
    const files = Object.entries(SOUND).map(([path, content]) => ({ path, content: path === '__manifest__.py' ? content.replace(/'depends': \[.*?\]/, `'depends': [${depends}]`) : content }));
    return runGates({ name, files, facts: await checker.inspect(files) }).filter(({ by }) => by === 'manifest').map(({ message }) => message);
  };

  test('a name of Odoo is not for another module', async () => {
    expect(await manifestFindings('website_sale_stock_wishlist', '"base"')).toEqual(["Odoo has a module called 'website_sale_stock_wishlist' itself"]);
  });

  test('a name of Odoo may lead back to the module by what it depends on', async () => {
    expect(await manifestFindings('sales_team', '"base", "sale_crm"')).toEqual(["The module depends on itself ('sales_team') by way of 'sale_crm', 'crm'", "Odoo has a module called 'sales_team' itself"]);
    expect(await manifestFindings('library', '"base", "sale_crm"')).toEqual([]);
  });
});
