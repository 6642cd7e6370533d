import { broken, edit } from '../case.js';

const view = (from: string, to: string) => edit('views/book.xml', from, to);
const CSV = 'security/ir.model.access.csv';

/** Names of what is not there. */
export const REFERENCES = [
  broken('a menu of an action that is not there', { change: edit('views/menus.xml', 'action="action_shelf"', 'action="action_shelve"'), kind: 'gate', by: 'references', at: ['views/menus.xml', 'action_shelve"'], says: /action_shelve/ }),
  broken('a menu below one that is not there', { change: edit('views/menus.xml', 'name="Books" parent="menu_root"', 'name="Books" parent="menu_rood"'), kind: 'gate', by: 'references', at: ['views/menus.xml', 'menu_rood'], says: /menu_rood/ }),
  broken('a group that is not there', { change: edit('views/menus.xml', 'shelf.group_reader', 'shelf.group_raeder'), kind: 'gate', by: 'references', at: ['views/menus.xml', 'group_raeder'], says: /group_raeder/ }),
  broken('a ref() of a group that is not there', { change: edit('security/groups.xml', "ref('group_reader'))]\"/>\n    <field name=\"user_ids\"", "ref('group_raeder'))]\"/>\n    <field name=\"user_ids\""), kind: 'gate', by: 'references', at: ['security/groups.xml', 'group_raeder'], says: /group_raeder/ }),
  broken('a view over a field that is not there', { change: view('<field name="read_pages"/>', '<field name="red_pages"/>'), kind: 'gate', by: 'view-fields', at: ['views/book.xml', 'red_pages'], says: /red_pages/ }),
  broken('a view that extends what Odoo does not have', { change: edit('views/partner.xml', 'ref="base.view_partner_form"', 'ref="base.view_partner_from"'), kind: 'install', by: 'install', at: ['views/partner.xml', '<record id="view_partner_form"'], says: /view_partner_from/ }),
  broken('a view that looks for what is not there', { change: edit('views/partner.xml', "@name='category_id'", "@name='kategory_id'"), kind: 'install', by: 'install', at: ['views/partner.xml', 'kategory_id'], says: /kategory_id/ }),
  broken('an extension of an Odoo view by a field that is not there', { change: edit('views/partner.xml', 'name="borrowed_ids"', 'name="burrowed_ids"'), kind: 'install', by: 'install', at: ['views/partner.xml', 'burrowed_ids'], says: /burrowed_ids/ }),
  broken('a button of a method that is not there', { change: view('name="action_lend"', 'name="action_land"'), kind: 'gate', by: 'methods', at: ['views/book.xml', 'action_land"'], says: /action_land/ }),
  broken('an expression over a field that the view lacks', { change: view(`invisible="state != 'lent'"`, `invisible="status != 'lent'"`), kind: 'install', by: 'install', at: ['views/book.xml', "status != 'lent'"], says: /status/ }),
  broken('access rights for a model that is not there', { change: edit(CSV, 'model_shelf_shelf,group_keeper', 'model_shelf_shelv,group_keeper'), kind: 'gate', by: 'access', at: [CSV, 'model_shelf_shelv'], says: /model_shelf_shelv/ }),
  broken('access rights for a group that is not there', { change: edit(CSV, 'model_shelf_shelf,group_keeper', 'model_shelf_shelf,group_keper'), kind: 'gate', by: 'access', at: [CSV, 'group_keper'], says: /group_keper/ }),
  broken('a model without access rights', { change: edit(CSV, 'access_move_keeper,shelf.move.books keeper,model_shelf_move_books,group_keeper,1,1,1,1\n', ''), kind: 'gate', by: 'access', at: ['wizard/move_books.py', 'class MoveBooks'], says: /no access rights/ }),
];
