import type { ModuleFile } from '../../src/domain/module-file.js';

/** The smallest module that a person can try: one model, one list, one menu. */
export function shelfModule(): ModuleFile[] {
  const name = 'shelf';
  const keys = { name: `'Shelf'`, version: `'19.0.1.0.0'`, depends: `['base', 'web', 'mail']`, data: `['security/ir.model.access.csv', 'views/shelf.xml']`, license: `'LGPL-3'`, application: 'True' };
  return [
    { path: '__manifest__.py', content: `{${Object.entries(keys).map(([key, value]) => `'${key}': ${value}`).join(', ')}}\n` },
    { path: '__init__.py', content: 'from . import models\n' },
    { path: 'models/__init__.py', content: 'from . import shelf\n' },
    { path: 'models/shelf.py', content: `from odoo import fields, models\n\n\nclass Shelf(models.Model):\n    _name = '${name}.shelf'\n    _inherit = ['mail.thread']\n    _description = 'Shelf'\n\n    name = fields.Char(required=True)\n    width = fields.Integer()\n` },
    { path: 'security/ir.model.access.csv', content: `id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\naccess_shelf,shelf,model_${name}_shelf,base.group_user,1,1,1,1\n` },
    {
      path: 'views/shelf.xml',
      content: `<odoo>
  <record id="view_shelf_form" model="ir.ui.view"><field name="name">shelf form</field><field name="model">${name}.shelf</field><field name="arch" type="xml"><form><sheet><group><field name="name"/><field name="width"/></group></sheet><chatter/></form></field></record>
  <record id="view_shelf_list" model="ir.ui.view"><field name="name">shelf list</field><field name="model">${name}.shelf</field><field name="arch" type="xml"><list><field name="name"/><field name="width"/></list></field></record>
  <record id="action_shelf" model="ir.actions.act_window"><field name="name">Shelves</field><field name="res_model">${name}.shelf</field><field name="view_mode">list,form</field></record>
  <menuitem id="menu_root" name="Shelf"/>
  <menuitem id="menu_shelf" name="Shelves" parent="menu_root" action="action_shelf"/>
</odoo>
`,
    },
  ];
}
