import { add, drop, edit, right } from '../case.js';
import { shelfJourneys } from '../shelf-journeys.js';
import { printed } from '../printed-module.js';

const OF_COMPANIES = {
  ...edit('models/shelf.py', '    capacity =', '    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)\n    capacity ='),
  ...edit('security/groups.xml', '</odoo>', `  <record id="rule_shelf_company" model="ir.rule">
    <field name="name">Shelves of one's own companies</field>
    <field name="model_id" ref="model_shelf_shelf"/>
    <field name="domain_force">[("company_id", "in", company_ids)]</field>
  </record>
  <record id="action_never" model="ir.actions.server">
    <field name="name">Never</field>
    <field name="model_id" ref="model_shelf_shelf"/>
    <field name="binding_model_id" ref="model_shelf_shelf"/>
    <field name="state">code</field>
    <field name="code">raise UserError("Not this one.")</field>
  </record>
  <record id="action_health" model="ir.actions.act_url">
    <field name="name">Health</field>
    <field name="url">web/health</field>
  </record>
  <record id="action_elsewhere" model="ir.actions.act_url">
    <field name="name">Elsewhere</field>
    <field name="url">https://example.org/nothing</field>
  </record>
</odoo>`),
};

/** Modules that are right, unusual ones among them; none of them may be called broken. */
export const RIGHT = [
  right('everything at once: models, wizard, report, cron, mail, demo, migration', 'shelf'),
  right('driven through a page that was written by hand', 'shelf', {}, shelfJourneys()),
  right('companies, an action for a chosen record that refuses it, and addresses within Odoo and without', 'shelf', OF_COMPANIES),
  right('no model, no view, no data: only a test', 'empty_room'),
  right('data only', 'paper'),
  right('only an extension of an Odoo model and its views', 'partner_rank'),
  right('only a controller', 'door'),
  right('an abstract model, a required relation, a model over a query', 'stamped'),
  right('a page of its own in JavaScript, and a setting', 'desk'),
  right('only a report on a model of Odoo', 'label_sheet'),
  right('no demo data, no translation, no migration', 'shelf', { ...edit('__manifest__.py', '    "demo": ["demo/books.xml"],\n', ''), ...drop('demo/books.xml'), ...drop('i18n/de.po'), ...drop('migrations/19.0.1.1.0/post-migrate.py') }),
  right('words that look like what is forbidden', 'shelf', { ...edit('models/shelf.py', '_description = "Shelf"', '_description = "Shelf, where eval(), import os and <tree> are titles"'), ...add('data/notes.txt', 'import os\n<tree attrs="x"/>\n') }),
  printed('printed from examples/library.yaml', 'examples/library'),
  printed('printed with a field of every type', 'test/codegen/fixtures/every-field'),
];
