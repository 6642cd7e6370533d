import { journeysOf } from '../../../src/codegen/journey/journeys.js';
import type { Journey, JourneyStep } from '../../../src/domain/journey.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';
import { storedSpec } from '../../support/stored-spec.js';

const library = journeysOf(storedSpec('examples/library').spec);
const journey = (id: string, of: readonly Journey[] = library): Journey => of.find(({ criterion }) => criterion === id)!;
const words = (id: string, of?: readonly Journey[]): readonly string[] => journey(id, of).steps.map((step) => step.words);

/** The library with one criterion: its words, or a scenario. */
const only = (criterion: Readonly<Record<string, unknown>>): JourneyStep[] => {
  const { spec } = storedSpec('examples/library');
  return [...journeysOf(parseModuleSpec({ ...spec, acceptance: [{ id: 'AC-1', title: 'One', given: 'a', when: 'b', then: 'c', ...criterion }] }))[0]!.steps];
};
const look = (that: string): JourneyStep => only({ scenario: [{ do: 'create', model: 'library.book', as: 'dune', values: { name: 'Dune' } }, { do: 'expect', record: 'dune', that }] })[1]!;

describe('a scenario as a person takes it', () => {
  test('each step is said in plain words, with whose step it is and what Odoo refuses', () => {
    expect(words('AC-2').slice(3)).toEqual([
      'Create Loan: Book emma, Member ada',
      'Press “Lend” of Loan first',
      'Create Loan: Book emma, Member ben',
      'Press “Lend” of Loan second as Librarian; Odoo refuses',
      'Look at Loan second: Status “Draft”',
      'Search Loan: Book emma, Status “Lent”: 1 found',
    ]);
  });

  test('every step of every criterion of the library is there, as the user of its group', () => {
    const { spec } = storedSpec('examples/library');
    expect(library.map(({ criterion, steps }) => [criterion, steps.map(({ user }) => user)])).toEqual(spec.acceptance.map(({ id, scenario = [] }) => [id, scenario.map(({ user }) => (user === undefined ? null : `library_lending.${user}`))]));
  });

  test('values are what a person types: texts, numbers, choices, days counted from today, records by their names', () => {
    const [book, , loan] = only({ scenario: [
      { do: 'create', model: 'library.book', as: 'dune', values: { name: 'Dune', copies: 3, format: 'audio', active: true } },
      { do: 'create', model: 'library.member', as: 'ada', values: { name: 'Ada', user_id: '=user' } },
      { do: 'create', model: 'library.loan', as: 'loan', values: { book_id: '=dune', member_id: '=ada', due_date: '=today() + days(3)', loan_date: '2026-03-10' } },
      { do: 'expect', record: 'loan', that: "state == 'draft'" },
    ] });
    expect(book).toMatchObject({ as: 'dune', values: [{ value: { kind: 'text', text: 'Dune' } }, { value: { kind: 'number', number: 3 } }, { value: { kind: 'choice', id: 'audio', label: 'Audio book' } }, { value: { kind: 'truth', truth: true } }] });
    expect(loan).toMatchObject({ values: [{ label: 'Book', value: { kind: 'records', names: ['dune'], one: true } }, {}, { value: { kind: 'day', iso: null, days: 3, months: 0 } }, { value: { kind: 'day', iso: '2026-03-10' } }], undrivable: null });
  });

  test('moments, records of other modules, and those to which a record leads are picked as a person picks them', () => {
    const first = (name: string, at: number) => journey('AC-1', journeysOf(storedSpec(`examples/${name}`).spec)).steps[at]!;
    expect(first('meeting-rooms', 2)).toMatchObject({ values: [{}, {}, { label: 'Start', value: { kind: 'moment', iso: '2036-05-01 09:00:00' } }, {}], undrivable: null, words: 'Create Booking: Subject “Weekly”, Room blue, Start 2036-05-01 09:00:00, End 2036-05-01 10:00:00 as Staff' });
    expect(first('heating-service', 2)).toMatchObject({ values: [{}, { field: 'location_id', value: { kind: 'records', names: ['stock.stock_location_stock'] } }, {}], undrivable: null });
    expect(journey('AC-2', journeysOf(storedSpec('examples/bakery-preorders').spec)).steps[3]).toMatchObject({ values: [{}, { value: { kind: 'records', names: ['cake.product_variant_id'] } }, {}, {}], undrivable: null });
    expect(journey('AC-2', journeysOf(storedSpec('examples/asset-handover').spec)).steps[0]).toMatchObject({ values: [{}, { field: 'user_id', value: { kind: 'user' } }], undrivable: null });
  });

  test('what nobody types is told, and is not left out in silence', () => {
    const [step] = only({ scenario: [{ do: 'create', model: 'library.book', values: { name: "=concat('a', 'b')", copies: 2 } }, { do: 'count', model: 'library.book', equals: 1 }] });
    expect(step).toMatchObject({ undrivable: 'what “Title” gets is not typed by a person' });
  });

  test.each<readonly [string, readonly unknown[], number]>([
    ["name == 'Dune' and available", [{ field: 'name', value: { kind: 'text' } }, { field: 'available', value: { kind: 'truth', truth: true } }], 0],
    ['not available', [{ field: 'available', value: { kind: 'truth', truth: false } }], 0],
    ['published == today() - months(2)', [{ field: 'published', value: { kind: 'day', months: -2 } }], 0],
    ['isbn == null and copies > 0', [{ field: 'isbn', value: { kind: 'nothing' } }], 1],
  ])('of "%s" is looked at what one field shows', (that, looks, unsaid) => {
    expect(look(that)).toMatchObject({ looks, unsaid, undrivable: null });
  });

  test('what no field shows is not looked at, and the step says so', () => {
    expect(look('copies > lent_count or available')).toMatchObject({ looks: [], undrivable: 'what has to hold is not the value of one field' });
  });

  test('a search that the box cannot say is not driven', () => {
    expect(journey('AC-7').steps.at(-1)).toMatchObject({ do: 'search', undrivable: 'the search box cannot say what is looked for' });
    expect(journey('AC-2').steps.at(-1)).toMatchObject({ do: 'search', undrivable: null, equals: 1 });
  });
});

test('what is done from outside is not driven, and ends the journey where it may change something', () => {
  const bikes = journeysOf(storedSpec('examples/bike-rental').spec);
  const outside = bikes.flatMap(({ steps }) => steps.filter(({ undrivable }) => undrivable?.startsWith('it is done from outside')));
  // The driver goes on after a look that it could not take, and after nothing else.
  expect(outside.filter(({ words: said }) => said.startsWith('Ask ')).map((step) => step.do)).toEqual(outside.filter(({ words: said }) => said.startsWith('Ask ')).map(() => 'write'));
  expect(outside.filter(({ words: said }) => said.startsWith('Open ')).every((step) => step.do === 'expect')).toBe(true);
  expect(outside.length).toBeGreaterThan(10);
});

test('a window, a job and the settings change what later steps look for: the journey ends there and calls nothing wrong', () => {
  const steps = ['course-enrolment', 'sale-commission', 'maintenance-contracts'].flatMap((name) => journeysOf(storedSpec(`examples/${name}`).spec)).flatMap((told) => told.steps);
  const done = steps.filter(({ words: said }) => /^(Fill in|Set|The job) /.test(said));
  expect([...new Set(done.map(({ words: said }) => said.split(' ', 1)[0]))].sort()).toEqual(['Fill', 'Set', 'The']);
  // The driver goes on after a look that it could not take, and after nothing else.
  expect(done.filter((step) => step.do !== 'write' || step.undrivable === null)).toEqual([]);
});

describe('a criterion of words alone', () => {
  test('is the main path of the model that it names: create what it needs, edit, search, and press what its first status offers', () => {
    const steps = only({ title: 'Loans are kept', when: 'a loan is entered' });
    expect(steps.map((step) => step.words)).toEqual(['Create Book 1', 'Create Member 2', 'Create Loan 3', 'Edit Loan 3', 'Press “Lend” of Loan 3']);
    expect(steps.every(({ sample }) => sample)).toBe(true);
  });

  test('searches by the name of a record where a person types it', () => {
    expect(only({ title: 'Genres are sorted', when: 'a genre is entered' })).toMatchObject([
      { do: 'create', values: [{ field: 'name', value: { text: 'Sample Name' } }] },
      { do: 'write', values: [{ field: 'name', value: { text: 'Edited Name' } }] },
      { do: 'search', filters: [{ value: { text: 'Edited Name' } }], equals: 1, atLeast: true },
    ]);
  });

  test('that names no model has no way through the browser, and says why', () => {
    const { spec } = storedSpec('examples/library');
    const [told] = journeysOf(parseModuleSpec({ ...spec, acceptance: [{ id: 'AC-1', title: 'It is fast', given: 'a', when: 'b', then: 'c' }] }));
    expect(told).toMatchObject({ steps: [], undrivable: 'its words name no model of the module whose records a person enters' });
  });
});
