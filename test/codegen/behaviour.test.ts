import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { bodySlots } from '../../src/codegen/slots.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { storedInput, storedSpec } from '../support/stored-spec.js';

type Data = Record<string, unknown>;
const one = (spec: Data, key: string): Data => (spec[key] as Data[])[0] ?? {};

/** The files of the workshop with something else in it. */
function printed(change: (spec: Data) => void): (path: string) => string {
  const input = storedInput('examples/vehicle-workshop');
  change(input);
  const files = generateModule(parseModuleSpec(input), new Map());
  return (path) => String(files.find((file) => file.path === path)?.content ?? `no ${path}`);
}

const HOSTILE = `</p><t t-out="user.password"/> %(base.group_user)d & <script>x</script>`;

test('what a person writes into a mail is text in it, and only its paths are looked up', () => {
  const read = printed((spec) => Object.assign(one(spec, 'mailTemplates'), { subject: `${HOSTILE} {{vehicle}}`, body: `Dear {{partner_id.name}},\n${HOSTILE}\n\n{{total}}` }));
  const xml = read('data/mail_template_data.xml');
  expect(xml).toContain('&lt;/p&gt;&lt;t t-out="user.password"/&gt; %%(base.group_user)d &amp; &lt;script&gt;x&lt;/script&gt;</p>');
  expect(xml).toContain('{{ object.vehicle or "" }}</field>');
  expect([...xml.matchAll(/<t t-out="([^"]*)"/g)].map(([, code]) => code)).toEqual(['object.partner_id.name or &quot;&quot;', 'format_amount(object.total, object.currency_id)']);
});

test('what a person writes into a document is text in it', () => {
  const read = printed((spec) => { const report = one(spec, 'reports'); report['title'] = `${HOSTILE} {{vehicle}}`; (report['sections'] as Data[])[2] = { title: HOSTILE, text: HOSTILE }; });
  const xml = read('reports/report_order.xml');
  expect(xml).not.toMatch(/<script|<t t-out="user/);
  expect(xml).not.toMatch(/(?<!%)%\(base/);
  expect(xml).toContain('<span t-field="doc.vehicle"/></h2>');
});

test('a text with a percent sign stays one beside what is filled in', () => {
  const read = printed((spec) => { const [, bill] = ((one(spec, 'models')['states'] as Data)['transitions'] as Data[]); (bill?.['effects'] as Data[])[1] = { do: 'post', text: '100 % of {{total}} "paid"' }; });
  expect(read('models/garage_order.py')).toMatch(/'100 %% of %\(total\)s "paid"',\s+total=format_amount\(self\.env, order\.total, order\.currency_id\)/);
});

test('a window does not ask for what its effects make', () => {
  const { spec, bodies } = storedSpec('examples/course-enrolment');
  const xml = String(generateModule(spec, bodies).find(({ path }) => path === 'wizards/course_enrol_wizard_views.xml')?.content);
  expect(xml).toContain('<field name="enrolment_id" column_invisible="1"/>');
  expect(xml.match(/name="enrolment_id"/g)).toHaveLength(1);
});

test('a record of another module is one in effects too, not a field of the record', () => {
  const read = printed((spec) => { const [finish] = ((one(spec, 'models')['states'] as Data)['transitions'] as Data[]); (finish?.['effects'] as Data[])[1] = { do: 'write', values: { partner_id: '=base.main_partner' } }; });
  expect(read('models/garage_order.py')).toContain('order.write({"partner_id": self.env.ref("base.main_partner").id})');
});

test('what may be a record of one of several models gets the model and the id, also from buttons and defaults of forms', () => {
  const read = printed((spec) => {
    const order = one(spec, 'models');
    (order['fields'] as Data[]).push({ name: 'source', type: 'reference', label: 'Source', models: ['res.partner', 'res.users'] });
    Object.assign(((order['states'] as Data)['transitions'] as Data[])[0] ?? {}, { set: { source: '=partner_id' } });
    order['onchanges'] = [{ id: 'partner', fields: ['partner_id'], set: { source: '=user' } }];
  });
  const code = read('models/garage_order.py').replaceAll(/\s+/g, ' ');
  expect(code).toContain('"%s,%s" % (order.partner_id._name, order.partner_id.id) if order.partner_id else False');
  expect(code).toContain('self.source = ( "%s,%s" % (self.env.user._name, self.env.user.id) if self.env.user else False )');
});

test('a field by which many point back is indexed, and the manifest leaves out what Odoo takes for granted: its own lint asks for both', () => {
  const { spec, bodies } = storedSpec('examples/course-enrolment');
  const files = new Map(generateModule(spec, bodies).map(({ path, content }) => [path, String(content)]));
  expect(files.get('models/course_enrolment.py')).toMatch(/course_id = fields\.Many2one\([^)]*index=True/);
  expect(files.get('models/course_course.py')).not.toContain('index=');
  expect(files.get('__manifest__.py')).not.toContain('"application": False');
  expect(printed(() => undefined)('__manifest__.py')).toContain('"data": [');
});

test('a step finds the one record that a button made, and later steps speak of it', () => {
  const { spec } = storedSpec('examples/heating-service');
  const code = generateAcceptanceTests(spec, new Map()).map(({ content }) => String(content)).join('\n');
  expect(code).toContain('order = self.env["stock.picking"].search([("partner_id", "=", ada.id)])\n        self.assertEqual(len(order), 1)');
  expect(code).toContain('[("picking_id", "=", order.id)]');
  // Beside the fields of a model of Odoo, which nobody looked up.
  expect(code).toContain('self.assertEqual(job.picking_id, order)');
  expect(code).toContain('order.origin == job.name,');
});

test('the words of a job and of a wizard are slots for whoever writes code', () => {
  const input = storedInput('examples/vehicle-workshop');
  input['jobs'] = [{ id: 'job_late', label: 'Late', model: 'garage.order', words: 'Tell whom it concerns.' }];
  one(input, 'wizards')['words'] = 'Print a label.';
  expect(bodySlots(parseModuleSpec(input)).map(({ id, kind, words }) => [id, kind, words])).toEqual([
    ['garage.order/job/job_late', 'job', 'Tell whom it concerns.'],
    ['garage.close.wizard/wizard/action_run', 'wizard', 'Print a label.'],
  ]);
});

test('a job leaves out a record that fails, each in a savepoint of its own', () => {
  const { spec, bodies } = storedSpec('examples/maintenance-contracts');
  const code = String(generateModule(spec, bodies).find(({ path }) => path === 'models/maintenance_contract.py')?.content);
  expect(code).toMatch(/for contract in self\.search\([\s\S]*?\n {8}\):\n {12}try:\n {16}with self\.env\.cr\.savepoint\(\):\n {20}contract\._run_plan_visits\(\)\n {12}except Exception:\n {16}_logger\.warning\(/);
});
