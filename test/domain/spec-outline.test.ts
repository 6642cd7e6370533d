import { specPage } from '../../src/codegen/report/spec-page.js';
import { outlineOf } from '../../src/domain/spec-outline.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { storedInput, storedSpec } from '../support/stored-spec.js';

const { spec } = storedSpec('examples/library');
const outline = outlineOf(spec);

test('a specification is told in sentences, tables and a diagram of its states', () => {
  expect(outline.sentences[0]).toMatch(/^“.+” is a module for Odoo 19\.0: .+\.$/);
  expect(outline.sentences.join(' ')).toContain('8 criteria will be tested in a real Odoo.');
  const loan = outline.models.find(({ name }) => name === 'library.loan');
  expect(loan?.fields.map(({ label }) => label)).toContain('Book');
  expect(loan?.stateDiagram?.split('\n').slice(0, 2)).toEqual(['stateDiagram-v2', expect.stringMatching(/^ {2}state "Draft" as draft$/)]);
  expect(loan?.stateDiagram).toMatch(/^ {2}\[\*\] --> draft$/m);
  expect(loan?.stateDiagram).toMatch(/^ {2}draft --> lent : Lend/m);
  expect(loan?.access.find(({ who }) => who === spec.groups.find(({ id }) => id === 'group_librarian')?.label)?.may).toEqual(['read', 'write', 'create', 'delete']);
  expect(loan?.rules.length).toBeGreaterThan(0);
});

test('a wish that is impossible or unsafe has an answer, apart from the assumptions', () => {
  const wish = 'reading the members’ private mail: nobody may watch people in secret. A mailbox of the library would do.';
  const told = parseModuleSpec({ ...storedInput('examples/library'), assumptions: ['One branch.', `Not built: ${wish}`] });
  expect(outlineOf(told).notBuilt).toEqual([wish]);
  const page = specPage(told, []);
  expect(page).toMatch(/What is not built, and why<\/h2><ul><li>reading the members/);
  expect(page).toMatch(/What was assumed<\/h2><ul><li>One branch\.<\/li><\/ul>/);
});

test('no text of a specification is read as markup, by the browser or by Mermaid', () => {
  const evil = '"]; click a "javascript:x" <script>x</script>\nend --> \u003cb';
  const hostile = {
    ...spec, title: evil, summary: evil,
    models: spec.models.map((model) => ({ ...model, label: evil, ...(model.states === undefined ? {} : { states: { ...model.states, options: model.states.options.map((option) => ({ ...option, label: evil })), transitions: model.states.transitions.map((each) => ({ ...each, label: evil })) } }) })),
  };
  const page = specPage(hostile, [evil]);
  expect(page).not.toMatch(/<script|<b[ >]/);
  for (const { stateDiagram } of outlineOf(hostile).models) {
    for (const line of stateDiagram?.split('\n').slice(1) ?? []) expect(line).toMatch(/^ {2}(?:state "[^"\n<>;:#{}[\]]*" as \w+|\[\*\] --> \w+|\w+ --> \w+ : [^"\n<>;:#{}[\]]*)$/u);
  }
});
