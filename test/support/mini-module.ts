import type { ModuleFile } from '../../src/domain/module-file.js';

/** A small green module, `mini`: one model, list and form, a menu, two tests. */
const MINI: Readonly<Record<string, string>> = {
  '__init__.py': 'from . import models\n',
  '__manifest__.py': `{
    "name": "Mini",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Test",
    "depends": ["base", "web"],
    "data": ["security/ir.model.access.csv", "views/mini_book.xml"],
    "installable": True,
}
`,
  'models/__init__.py': 'from . import book\n',
  'models/book.py': `from odoo import fields, models


class Book(models.Model):
    _name = "mini.book"
    _description = "Book"

    name = fields.Char(required=True)
    pages = fields.Integer()
    _pages_positive = models.Constraint("CHECK (pages >= 0)", "Pages cannot be negative.")
`,
  'security/ir.model.access.csv': 'id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\naccess_mini_book,mini.book,model_mini_book,base.group_user,1,1,1,1\n',
  'views/mini_book.xml': `<?xml version="1.0" encoding="utf-8"?>
<odoo>
  <record id="mini_book_list" model="ir.ui.view">
    <field name="name">mini.book.list</field>
    <field name="model">mini.book</field>
    <field name="arch" type="xml"><list><field name="name"/><field name="pages"/></list></field>
  </record>
  <record id="mini_book_form" model="ir.ui.view">
    <field name="name">mini.book.form</field>
    <field name="model">mini.book</field>
    <field name="arch" type="xml"><form><sheet><group><field name="name"/><field name="pages"/></group></sheet></form></field>
  </record>
  <record id="mini_book_action" model="ir.actions.act_window">
    <field name="name">Books</field>
    <field name="res_model">mini.book</field>
    <field name="view_mode">list,form</field>
  </record>
  <menuitem id="mini_root" name="Mini"/>
  <menuitem id="mini_books" name="Books" parent="mini_root" action="mini_book_action"/>
</odoo>
`,
  'tests/__init__.py': 'from . import test_acceptance\n',
  'tests/test_acceptance.py': `from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1_a_book_has_a_name(self):
        self.assertEqual(self.env["mini.book"].create({"name": "Dune"}).name, "Dune")

    def test_ac_2_pages_start_at_zero(self):
        self.assertEqual(self.env["mini.book"].create({"name": "Dune"}).pages, 0)
`,
};

/** The green module with some files replaced, added (text) or left out (null). */
export function miniModule(changes: Readonly<Record<string, string | null>> = {}): ModuleFile[] {
  return Object.entries({ ...MINI, ...changes }).flatMap(([path, content]) => (content === null ? [] : [{ path, content }]));
}

/** A test file with one class whose methods have these bodies. */
export function testFile(methods: Readonly<Record<string, string>>): string {
  const bodies = Object.entries(methods).map(([name, body]) => `    def ${name}(self):\n${body.split('\n').map((line) => `        ${line}`).join('\n')}\n`);
  return `import os\nimport unittest\n\nfrom odoo.tests import TransactionCase\n\n\nclass TestAcceptance(TransactionCase):\n${bodies.join('\n')}`;
}
