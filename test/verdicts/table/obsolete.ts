import { broken, edit, type Broken, type Change } from '../case.js';

const BOOK = 'models/book.py';
const old = (change: Change, at: Broken['at'], says: RegExp): Broken => ({ change, kind: 'gate', by: 'obsolete', at, says });
const view = (from: string, to: string) => edit('views/book.xml', from, to);

/** What older Odoos knew and Odoo 19 refuses, or worse, ignores. */
export const OBSOLETE = [
  broken('_sql_constraints', old(edit(BOOK, '    @api.depends(', '    _sql_constraints = [("c", "CHECK (pages < 9)", "no")]\n\n    @api.depends('), [BOOK, '_sql_constraints'], /models\.Constraint/)),
  broken('group_operator', old(edit(BOOK, 'aggregator="avg"', 'group_operator="avg"'), [BOOK, 'group_operator'], /aggregator/)),
  broken('track_visibility', old(edit(BOOK, 'tracking=True', 'track_visibility="onchange"'), [BOOK, 'track_visibility'], /tracking/)),
  broken('name_get', old(edit(BOOK, '    def action_lend(self):', '    def name_get(self):\n        return [(book.id, book.name) for book in self]\n\n    def action_lend(self):'), [BOOK, 'def name_get'], /_compute_display_name/)),
  broken('<tree>', old(edit('views/shelf.xml', '            <list>\n              <field name="name"/>\n              <field name="pages"/>\n            </list>', '            <tree>\n              <field name="name"/>\n            </tree>'), ['views/shelf.xml', '<tree>'], /<list>/)),
  broken('view_mode tree', old(edit('views/shelf.xml', 'list,form', 'tree,form'), ['views/shelf.xml', 'tree,form'], /list/)),
  broken('attrs', old(view('<field name="pages"/>', `<field name="pages" attrs="{'invisible': [('state', '=', 'new')]}"/>`), ['views/book.xml', 'attrs='], /invisible/)),
  broken('states on a button', old(view(`invisible="state != 'new'"`, 'states="new"'), ['views/book.xml', 'states="new"'], /invisible/)),
  broken('a kanban-box', old(view('<t t-name="card">', '<t t-name="kanban-box">'), ['views/book.xml', 'kanban-box'], /card/)),
  broken('an expanded group in a search', old(view('<filter name="by_shelf" string="Shelf" context="{\'group_by\': \'shelf_id\'}"/>', '<group expand="0" string="Group By">\n          <filter name="by_shelf" string="Shelf" context="{\'group_by\': \'shelf_id\'}"/>\n        </group>'), ['views/book.xml', '<group expand'], /<group>/)),
  broken('a chatter of old', old(view('<chatter/>', '<div class="oe_chatter"><field name="message_ids"/></div>'), ['views/book.xml', 'oe_chatter'], /<chatter\/>/)),
  broken('numbercall of a cron', old(edit('data/cron.xml', '<field name="interval_number">', '<field name="numbercall">-1</field>\n    <field name="interval_number">'), ['data/cron.xml', 'numbercall'], /numbercall/)),
  broken('category_id of a group', old(edit('security/groups.xml', '<field name="name">Keeper</field>', '<field name="name">Keeper</field>\n    <field name="category_id" ref="base.module_category_hidden"/>'), ['security/groups.xml', 'category_id'], /privilege_id/)),
  broken('users of a group', old(edit('security/groups.xml', 'name="user_ids"', 'name="users"'), ['security/groups.xml', 'name="users"'], /user_ids/)),
];
