import { specPage } from '../../src/codegen/report/spec-page.js';
import { isInAnotherLanguage, languageOf } from '../../src/domain/language-of.js';
import { LANGUAGES, phrasesIn } from '../../src/domain/phrases.js';
import { outlineOf } from '../../src/domain/spec-outline.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { storedInput, storedSpec } from '../support/stored-spec.js';

const { spec } = storedSpec('examples/library');
const outline = outlineOf(spec, 'en');

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
  expect(outlineOf(told, 'en').notBuilt).toEqual([wish]);
  const page = specPage(told, [], 'en');
  expect(page).toMatch(/What is not built, and why<\/h2><ul><li>reading the members/);
  expect(page).toMatch(/What was assumed<\/h2><ul><li>One branch\.<\/li><\/ul>/);
});

test('no text of a specification is read as markup, by the browser or by Mermaid', () => {
  const evil = '"]; click a "javascript:x" <script>x</script>\nend --> \u003cb';
  const hostile = {
    ...spec, title: evil, summary: evil,
    models: spec.models.map((model) => ({ ...model, label: evil, ...(model.states === undefined ? {} : { states: { ...model.states, options: model.states.options.map((option) => ({ ...option, label: evil })), transitions: model.states.transitions.map((each) => ({ ...each, label: evil })) } }) })),
  };
  const page = specPage(hostile, [evil], 'en');
  expect(page).not.toMatch(/<script|<b[ >]/);
  for (const { stateDiagram } of outlineOf(hostile, 'en').models) {
    for (const line of stateDiagram?.split('\n').slice(1) ?? []) expect(line).toMatch(/^ {2}(?:state "[^"\n<>;:#{}[\]]*" as \w+|\[\*\] --> \w+|\w+ --> \w+ : [^"\n<>;:#{}[\]]*)$/u);
  }
});

test('our own words are in the person’s language, and in English where we have none of it', () => {
  const page = specPage(spec, ['x'], 'de-AT');
  expect(page).toContain('<html lang="de">');
  for (const words of ['ist ein Modul für Odoo 19.0', '8 Kriterien werden in einem echten Odoo geprüft.', 'Was geprüft wird', 'Wer was darf', 'lesen, ändern, anlegen, löschen']) expect(page).toContain(words);
  expect(specPage(spec, [], 'fi')).toContain('What will be tested');
});

test.each(LANGUAGES)('every phrase of %s is in it, and none is another language’s', (tag) => {
  const { phrases: say } = phrasesIn(tag);
  const told = [say.keeps('A'), say.addsTo('A'), say.states('A', 3, 'B'), say.tested(1), say.tested(2), say.assumed(1), say.assumed(2), say.open(1), say.open(2), say.everyInternalUser, ...Object.values(say.page)].join(' ');
  expect(isInAnotherLanguage(told, tag)).toBe(false);
  if (tag !== 'en') expect(Object.values(say.page).filter((each) => (Object.values(phrasesIn('en').phrases.page) as string[]).includes(each))).toEqual([]);
  expect([tag, null]).toContain(languageOf(told));
});
