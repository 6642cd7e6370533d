import { BuilderError, type Mistake } from '../../../src/domain/errors.js';
import type { ModuleSpec } from '../../../src/domain/module-spec/module-spec.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';
import { withRenames } from '../../../src/domain/module-spec/renames.js';
import { specDiff } from '../../../src/domain/spec-diff.js';

type Data = Record<string, unknown>;

const SCENARIO = (model: string, field: string): Data[] => [{ do: 'create', model, as: 'one', values: { [field]: 'x' } }, { do: 'expect', record: 'one', that: `${field} == 'x'` }];

/** A module of one model with a text, under these names. */
function shelf(model: string, field: string, more: Data = {}, own: Data = {}, said: Data = {}): Data {
  return {
    name: 'shelf', title: 'Shelf', summary: 'Books', ...more,
    models: [{ name: model, label: 'Book', ...own, fields: [{ name: 'name', type: 'char', label: 'Name' }, { name: field, type: 'char', label: 'Title', ...said }], access: [{ group: 'base.group_user', write: true, create: true }] }],
    acceptance: [{ id: 'AC-1', title: 'A book', given: 'x', when: 'x', then: 'x', scenario: SCENARIO(model, field) }],
  };
}
const first = parseModuleSpec(shelf('shelf.book', 'title'));
const renamed = (more: Data = {}): ModuleSpec => parseModuleSpec(shelf('shelf.volume', 'heading', more, { renamedFrom: 'shelf.book' }, { renamedFrom: 'title' }));

function mistakesOf(work: () => unknown): readonly Mistake[] {
  try {
    work();
  } catch (error) {
    if (error instanceof BuilderError) return error.mistakes;
    throw error;
  }
  return [];
}

const MIGRATION = { models: [{ from: 'shelf.book', to: 'shelf.volume' }], fields: [{ model: 'shelf.volume', from: 'title', to: 'heading' }], options: [], set: [] };

test('what has another name gets a migration, and the version grows where nobody raised it', () => {
  const spec = withRenames(first, renamed());
  expect(spec).toMatchObject({ version: '1.1.0', migrations: [{ version: '1.1.0', ...MIGRATION }] });
  expect(withRenames(first, renamed({ version: '2.0.0' }))).toMatchObject({ version: '2.0.0', migrations: [{ version: '2.0.0', ...MIGRATION }] });
});

test('what a migration of the revision says already is not said again, and one to its version gets the rest', () => {
  const own = [{ version: '1.1.0', models: MIGRATION.models, set: [{ model: 'shelf.volume', values: { name: 'x' } }] }];
  expect(withRenames(first, renamed({ version: '1.1.0', migrations: own })).migrations).toEqual([{ version: '1.1.0', ...MIGRATION, set: [{ model: 'shelf.volume', values: { name: 'x' } }] }]);
  expect(withRenames(first, renamed({ version: '1.1.0', migrations: [{ version: '1.1.0', ...MIGRATION }] })).migrations).toHaveLength(1);
});

test('a later revision keeps the migration of an earlier one, whether it repeats the former names or its migrations', () => {
  const second = withRenames(first, renamed());
  expect(withRenames(second, renamed())).toEqual(second);
  expect(withRenames(second, second)).toEqual(second);
});

test('without former names nothing is added', () => {
  const other = parseModuleSpec(shelf('shelf.book', 'heading'));
  expect(withRenames(first, other)).toBe(other);
  expect(withRenames(null, first)).toBe(first);
});

/** A module with a selection and states, each with one option under this id. */
function kinds(id: string, state: string, renamedFrom: readonly [string?, string?] = [], field = 'kind', more: Data = {}): ModuleSpec {
  return parseModuleSpec({
    name: 'shelf', title: 'Shelf', summary: 'Books',
    models: [{
      name: 'shelf.book', label: 'Book', access: [{ group: 'base.group_user', write: true, create: true }],
      fields: [{ name: 'name', type: 'char', label: 'Name' }, { name: field, type: 'selection', label: 'Kind', options: [{ id, label: 'Novel', renamedFrom: renamedFrom[0] }, { id: 'atlas', label: 'Atlas' }], ...more }],
      states: { options: [{ id: 'here', label: 'Here' }, { id: state, label: 'Lent', renamedFrom: renamedFrom[1] }], initial: 'here' },
    }],
    acceptance: [{ id: 'AC-1', title: 'A book', given: 'x', when: 'x', then: 'x', scenario: [{ do: 'create', model: 'shelf.book', as: 'one', values: { name: 'x' } }, { do: 'expect', record: 'one', that: "state == 'here'" }] }],
  });
}

test('an option and a state that have another id get a migration, also of a field that has another name itself', () => {
  const before = kinds('novel', 'lent');
  const after = withRenames(before, kinds('fiction', 'out', ['novel', 'lent'], 'genre', { renamedFrom: 'kind' }));
  const options = [{ model: 'shelf.book', field: 'genre', from: 'novel', to: 'fiction' }, { model: 'shelf.book', field: 'state', from: 'lent', to: 'out' }];
  expect(after).toMatchObject({ version: '1.1.0', migrations: [{ version: '1.1.0', models: [], fields: [{ model: 'shelf.book', from: 'kind', to: 'genre' }], options }] });
  expect(withRenames(after, { ...after, migrations: [] })).toEqual(after);
  const told = specDiff(before, after);
  expect(told).toEqual(expect.arrayContaining(['Renamed the option “Novel” of “Kind”: novel → fiction; what was entered is kept in “Book”.', 'Renamed the state “Lent”: lent → out; what was entered is kept in “Book”.']));
  expect(told.filter((sentence) => /^(Added|Removed) the (state|option)/.test(sentence))).toEqual([]);
});

test.each([
  ['a first revision has no former names', () => withRenames(null, kinds('fiction', 'out', ['novel', 'lent'])), ['models[0].fields[1].options[0].renamedFrom', 'models[0].states.options[1].renamedFrom'], /no revision before this one, so `kind` of `shelf.book` has no option 'novel'/],
  ['an option that was not there', () => withRenames(kinds('novel', 'lent'), kinds('fiction', 'lent', ['novell'])), ['models[0].fields[1].options[0].renamedFrom'], /has no option 'novell'/],
  ['a former id that is still there', () => kinds('novel', 'lent', ['atlas', 'here']), ['models[0].fields[1].options[0].renamedFrom', 'models[0].states.options[1].renamedFrom'], /'atlas' is still an option of `kind`/],
])('options: %s is told at its place, with how to mend it', (_, work, at, message) => {
  const mistakes = mistakesOf(work);
  expect(mistakes.map(({ path }) => path)).toEqual(at);
  expect(mistakes[0]?.message).toMatch(message);
  expect(mistakes.every(({ hint }) => (hint ?? '') !== '')).toBe(true);
});

test.each([
  ['a first revision has no former names', () => withRenames(null, renamed()), ['models[0].renamedFrom', 'models[0].fields[1].renamedFrom'], /no revision before/],
  ['a model that was not there', () => withRenames(first, parseModuleSpec(shelf('shelf.volume', 'title', {}, { renamedFrom: 'shelf.boook' }))), ['models[0].renamedFrom'], /no model `shelf.boook`/],
  ['a field that was not there', () => withRenames(first, parseModuleSpec(shelf('shelf.book', 'heading', {}, {}, { renamedFrom: 'titel' }))), ['models[0].fields[1].renamedFrom'], /no field `titel`/],
  ['a field of another type', () => withRenames(first, parseModuleSpec(shelf('shelf.book', 'heading', {}, {}, { type: 'text', renamedFrom: 'title' }))), ['models[0].fields[1].renamedFrom'], /was a char/],
  ['a former name that is still there', () => parseModuleSpec(shelf('shelf.book', 'heading', {}, {}, { renamedFrom: 'name' })), ['models[0].fields[1].renamedFrom'], /still a field/],
  ['a model of Odoo', () => parseModuleSpec({ ...shelf('shelf.book', 'title'), models: [...(shelf('shelf.book', 'title')['models'] as Data[]), { name: 'res.partner', extends: true, label: 'Contact', renamedFrom: 'res.contact', fields: [{ name: 'x', type: 'char', label: 'X' }] }] }), ['models[1].renamedFrom'], /does not rename/],
])('%s is told at its place, with how to mend it', (_, work, at, message) => {
  const mistakes = mistakesOf(work);
  expect(mistakes.map(({ path }) => path)).toEqual(at);
  expect(mistakes[0]?.message).toMatch(message);
  expect(mistakes.every(({ hint }) => (hint ?? '') !== '')).toBe(true);
});

test('a person reads that something has another name, not that it went and came', () => {
  const told = specDiff(first, withRenames(first, renamed()));
  expect(told).toEqual(expect.arrayContaining(['Renamed the model “Book”: shelf.book → shelf.volume; what was entered is kept.', 'Renamed the field “Title”: title → heading; what was entered is kept in “Book”.', 'Changed the module’s version: “1.0.0” → “1.1.0”.']));
  expect(told.filter((sentence) => /^(Added|Removed) the (model|field)/.test(sentence))).toEqual([]);
});
