import type { Mistake } from '../../../src/domain/errors.js';
import { mistakesOf, withChanges, type Data } from '../../support/broken-spec.js';
import { storedInput } from '../../support/stored-spec.js';

/** The workshop with one thing in it broken: `jobs[0].model` and the like. */
function mistakes(path: string, value: unknown): readonly Mistake[] {
  const jobs = [{ id: 'job_late', label: 'Late', model: 'garage.order', where: 'received < today()', effects: [{ do: 'post', text: 'Late: {{vehicle}}' }] }];
  return mistakesOf(withChanges({ ...storedInput('examples/vehicle-workshop'), jobs }, [[path, value]]));
}

const bill = 'models[0].states.transitions[1].effects';
const table: readonly (readonly [what: string, path: string, value: unknown, at: string, message: RegExp])[] = [
  ['an effect without what it needs', `${bill}[0].model`, undefined, `${bill}[0].model`, /needs `model`/],
  ['an effect with a key of another', `${bill}[1].model`, 'res.partner', `${bill}[1].model`, /has no `model`/],
  ['a created record of an app that is not in depends', `${bill}[0].model`, 'project.task', `${bill}[0].model`, /app `project`/],
  ['lines over what is no relation', `${bill}[0].lines.invoice_line_ids.for`, 'total', `${bill}[0].lines.invoice_line_ids.for`, /a relation is needed/],
  ['lines with a condition over a field that is not there', `${bill}[0].lines.invoice_line_ids.when`, 'not gratis', `${bill}[0].lines.invoice_line_ids.when`, /no field `gratis`/],
  ['a link to another model', `${bill}[0].link`, 'partner_id', `${bill}[0].link`, /does not point to `account.move`/],
  ['a text with braces that hold no path', `${bill}[1].text`, 'Billed {{ total * 2 }}', `${bill}[1].text`, /one path/],
  ['a text with a path that leads nowhere', `${bill}[1].text`, 'Billed {{sum}}', `${bill}[1].text`, /no field `sum`/],
  ['a text over many records', `${bill}[1].text`, '{{line_ids.name}}', `${bill}[1].text`, /many values/],
  ['something opened before the end', `${bill}[0]`, { do: 'open', on: 'partner_id' }, `${bill}[0].do`, /comes last/],
  ['a template that is not there', 'models[0].states.transitions[0].effects[0].template', 'mail_redy', 'models[0].states.transitions[0].effects[0].template', /no mail template/],
  ['a state that is written', `${bill}[1]`, { do: 'write', values: { state: 'closed' } }, `${bill}[1].values.state`, /by a transition/],
  ['a button that is not there', 'wizards[0].effects[1].button', 'action_end', 'wizards[0].effects[1].button', /no button `action_end`/],
  ['a message to a model without a chatter', 'models[0].mailThread', false, `${bill}[1]`, /no chatter/],
  ['a mail to nobody', 'mailTemplates[0].to', 'total', 'mailTemplates[0].to', /nobody to whom/],
  ['a mail in a language that is no text', 'mailTemplates[0].language', 'total', 'mailTemplates[0].language', /no text/],
  ['a mail with the report of nothing', 'mailTemplates[0].report', 'report_oder', 'mailTemplates[0].report', /no report/],
  ['a job that opens something', 'jobs[0].effects', [{ do: 'open' }], 'jobs[0].effects[0].do', /Nobody is there/],
  ['a job that does nothing', 'jobs[0].effects', [], 'jobs[0]', /does nothing/],
  ['a job whose records no search finds', 'jobs[0].where', 'total > mileage', 'jobs[0].where', /not with another field/],
  ['a job over a model that is not of the module', 'jobs[0].model', 'res.partner', 'jobs[0].model', /no model of this module/],
  ['a wizard named like a model', 'wizards[0].name', 'garage.order.line', 'wizards[0].name', /already/],
  ['a wizard with a field that each has', 'wizards[0].fields[0].name', 'record_ids', 'wizards[0].fields[0].name', /has a field/],
  ['a wizard’s row that starts from a field that is not there', 'wizards[0].lines.fields[0].default', '=miles', 'wizards[0].lines.fields[0].default', /no field `miles`/],
  ['a setting whose default is calculated', 'settings[0].default', '=today()', 'settings[0].default', /plain value/],
  ['a setting of another type than its default', 'settings[0].default', 'many', 'settings[0].default', /number is needed/],
  ['a setting that Odoo takes for a group', 'settings[1].name', 'group_rate', 'settings[1].name', /something else/],
  ['an expression with a setting that is not there', 'models[1].fields[3].default', '=setting.garage_price', 'models[1].fields[3].default', /no field `garage_price`/],
  ['a report with nothing in a section', 'reports[0].sections[2]', { title: 'Empty' }, 'reports[0].sections[2]', /nothing in this section/],
  ['a report with a column that is not there', 'reports[0].sections[1].columns[0]', 'nam', 'reports[0].sections[1].columns[0]', /no field `nam`/],
  ['a total of what is no column', 'reports[0].sections[1].totals[0]', 'order_id', 'reports[0].sections[1].totals[0]', /column with numbers/],
  ['a step with a job that is not there', 'acceptance[3].scenario[0]', { do: 'run', job: 'job_lat' }, 'acceptance[3].scenario[0].job', /no job/],
  ['a wizard for a record of another model', 'acceptance[3].scenario[7].records[0]', 'ada', 'acceptance[3].scenario[7].records[0]', /is none/],
  ['a record that is sought without a name', 'acceptance[0].scenario[8]', { do: 'find', model: 'account.move', where: 'partner_id == ada' }, 'acceptance[0].scenario[8].as', /needs `as`/],
  ['a record that is found by the name of another', 'acceptance[0].scenario[8]', { do: 'find', model: 'account.move', where: 'partner_id == ada', as: 'order' }, 'acceptance[0].scenario[8].as', /called `order` already/],
  ['a printed record of another model', 'acceptance[5].scenario[5].record', 'ada', 'acceptance[5].scenario[5].record', /prints `garage.order`/],
];

test.each(table)('%s is told at its place, with how to mend it', (_, path, value, at, message) => {
  const found = mistakes(path, value);
  expect(found.map((mistake) => mistake.path)).toContain(at);
  const [told] = found.filter((mistake) => mistake.path === at);
  expect(told?.message).toMatch(message);
  expect(told?.hint ?? '').not.toBe('');
});

test('a wizard opens from the form or the list, and from nowhere is a mistake', () => {
  expect(mistakes('wizards[0].form', false)).toEqual([]);
  const spec = storedInput('examples/vehicle-workshop') as { wizards: Data[] };
  expect(mistakes('wizards[0]', { ...spec.wizards[0], form: false, list: false }).map(({ path, message }) => [path, message])).toEqual([['wizards[0]', 'This wizard opens from nowhere.']]);
});
