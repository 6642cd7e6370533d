import { generateModule } from '../../src/codegen/generate.js';
import { storedSpec } from '../support/stored-spec.js';

function viewsOf(example: string, view: string): string {
  const { spec, bodies } = storedSpec(`examples/${example}`);
  return String(generateModule(spec, bodies).find(({ path }) => path === view)?.content ?? `no ${view}`);
}

/** The title of a form of an example. */
function titleOf(example: string, view: string): string {
  const xml = viewsOf(example, view);
  return /<div class="oe_title">[\s\S]*?<\/div>/.exec(xml)?.[0].replaceAll(/\s*\n\s*/g, '') ?? xml;
}

test('a person picks the record by which another is named: a form that only shows it could never be saved', () => {
  expect(titleOf('course-enrolment', 'views/course_enrolment_views.xml')).toBe('<div class="oe_title"><label for="partner_id"/><h1><field name="partner_id"/></h1></div>');
});

test('a number that Odoo gives is only shown', () => {
  expect(titleOf('heating-service', 'views/heating_job_views.xml')).toBe('<div class="oe_title"><h1><field name="name" readonly="1"/></h1></div>');
});

test('a code that is not there yet leaves no empty picture on the form', () => {
  expect(viewsOf('tool-pool', 'views/tool_tool_views.xml')).toMatch(/name="label_code_barcode"\s[^>]*invisible="not label_code_barcode"/);
});
