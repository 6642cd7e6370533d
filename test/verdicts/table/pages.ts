import { broken, edit } from '../case.js';

/** What only shows when somebody opens the page. */
export const PAGES = [
  broken('a card that breaks in the browser', { change: edit('views/book.xml', '<field name="name" class="fw-bold"/>', '<span t-att-title="record.pages.value.length"/>\n            <field name="name" class="fw-bold"/>'), kind: 'ui', by: 'pages', at: ['views/book.xml', 'record.pages.value.length'], says: /Books/ }),
  broken('an action that opens nothing', {
    change: edit('views/menus.xml', '  <menuitem id="menu_book"', '  <record id="action_desk" model="ir.actions.client">\n    <field name="name">Desk</field>\n    <field name="tag">shelf_desk</field>\n  </record>\n  <menuitem id="menu_desk" name="Desk" parent="menu_root" action="action_desk"/>\n  <menuitem id="menu_book"'),
    kind: 'ui', by: 'pages', at: ['views/menus.xml', '<field name="tag">shelf_desk'], says: /Desk/,
  }),
  broken('an action without a menu that does not open', { change: edit('views/book.xml', "[('state', '=', 'lost')]</field>", "[('state', '=', lost)]</field>"), kind: 'ui', by: 'pages', at: ['views/book.xml', '<record id="action_book_lost"'], says: /Lost Books/ }),
  broken('an action that leads to an address which nobody answers', {
    change: edit('views/menus.xml', '  <menuitem id="menu_book"', '  <record id="action_rules" model="ir.actions.act_url">\n    <field name="name">House Rules</field>\n    <field name="url">/shelf/rules</field>\n  </record>\n  <menuitem id="menu_book"'),
    kind: 'ui', by: 'pages', at: ['views/menus.xml', '<record id="action_rules"'], says: /House Rules[^]*404|404[^]*House Rules/,
  }),
];
