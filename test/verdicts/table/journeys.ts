import { add, broken, edit, type Broken } from '../case.js';
import { shelfJourneys } from '../shelf-journeys.js';

const FORM = 'views/book.xml';
const driven = (row: Omit<Broken, 'kind' | 'by' | 'journeys'>): Broken => ({ ...row, kind: 'ui', by: 'journeys', journeys: shelfJourneys() });
const LENDS = '            book.write({"state": "lent", "due_date": fields.Date.add(fields.Date.context_today(self), days=14)})\n';
const ODD_WIDGET = `import { registry } from "@web/core/registry";
import { IntegerField, integerField } from "@web/views/fields/integer/integer_field";

class PagesField extends IntegerField {
    get formattedValue() {
        return this.value > 100 ? this.value.papers.thickness : super.formattedValue;
    }
}

registry.category("fields").add("shelf_pages", { ...integerField, component: PagesField });
`;

/** Modules whose tests hold and whose pages open, and with which nobody can do what was asked for. */
export const JOURNEYS = [
  broken('a form without a field that must be filled in', driven({ change: edit(FORM, '<field name="name"/>\n            <field name="number"/>', '<field name="number"/>'), at: [FORM, '<record id="view_book_form"'], says: /lacks what must be filled in: “Name”/ })),
  broken('a button that is hidden where it is needed', driven({ change: edit(FORM, `invisible="state != 'new'"`, `invisible="state != 'lent'"`), at: [FORM, 'name="action_lend"'], says: /AC-1[^]*step 3[^]*hides the button “Lend”/ })),
  broken('a form that breaks while somebody types', driven({ change: edit('models/book.py', '    @api.depends("pages", "read_pages")', '    @api.onchange("pages")\n    def _onchange_pages(self):\n        if self.pages > 100:\n            self.read_pages = self.shelf_id.capazity\n\n    @api.depends("pages", "read_pages")'), at: ['models/book.py', 'capazity'], says: /capazity/ })),
  broken('a widget that breaks when it is edited', driven({
    change: [edit(FORM, '<field name="pages"/>', '<field name="pages" widget="shelf_pages"/>'), add('static/src/pages_field.js', ODD_WIDGET), edit('__manifest__.py', '"installable": True', '"assets": {"web.assets_backend": ["shelf/static/src/pages_field.js"]},\n    "installable": True')],
    at: ['static/src/pages_field.js', 'thickness'], says: /thickness/,
  })),
  broken('a button that leads to what is not there', driven({ change: edit('models/book.py', LENDS, `${LENDS}        return {"type": "ir.actions.act_window", "res_model": "shelf.lending", "views": [[False, "form"]]}\n`), at: ['models/book.py', 'shelf.lending'], says: /shelf\.lending/ })),
  broken('a person who may not do what was asked for', driven({ change: edit('security/ir.model.access.csv', 'model_shelf_shelf,group_keeper,1,1,1', 'model_shelf_shelf,group_keeper,1,1,0'), at: ['views/shelf.xml', '<record id="view_shelf_form"'], says: /AC-1[^]*offers no “New”/ })),
];
