import { accessMatrix } from '../../src/domain/access-matrix.js';
import { moduleSpec } from '../../src/domain/module-spec/module-spec.js';

const spec = moduleSpec.parse({
  name: 'shelf', title: 'Shelf', summary: 'Shelves',
  acceptance: [{ id: 'AC-1', title: 'x', given: 'x', when: 'x', then: 'x' }],
  groups: [{ id: 'group_reader', label: 'Reader' }, { id: 'group_keeper', label: 'Keeper', implies: ['group_reader'] }],
  models: [{
    name: 'shelf.book', label: 'Book', fields: [{ name: 'name', type: 'char', label: 'Name' }],
    access: [{ group: 'group_reader' }, { group: 'group_keeper', read: false, write: true, create: true }, { group: 'base.group_user', read: false, delete: true }],
  }],
});
const allowed = (group: string): string[] => accessMatrix(spec).filter((cell) => cell.group === `shelf.${group}` && cell.allowed).map(({ operation }) => operation);

test('a group may do what its own rows, those of implied groups, and those of every employee give', () => {
  expect(allowed('group_reader')).toEqual(['read', 'unlink']);
  expect(allowed('group_keeper')).toEqual(['read', 'write', 'create', 'unlink']);
});

test('each cell is there once, allowed or not', () => {
  expect(accessMatrix(spec)).toHaveLength(8);
});

describe('a record of another company', () => {
  const elsewhere = (model: object) => accessMatrix(moduleSpec.parse({ ...spec, models: [{ ...spec.models[0], ...model }] })).filter((cell) => cell.elsewhere === true);
  const ruled = (where: string, groups: readonly string[] = []) => elsewhere({ rules: [{ id: 'shelf_rule', label: 'Own', groups, where }] });
  const kept = ['reader', 'keeper'].map((name) => ({ model: 'shelf.book', group: `shelf.group_${name}`, operation: 'read', allowed: false, elsewhere: true }));

  test.each(['company_id in companies', 'company_id == null or company_id in companies', 'name != "x" and company_id == company'])('is kept by `%s` from whoever may read', (where) => {
    expect(ruled(where)).toEqual(kept);
  });

  test('is kept where the model is for many companies', () => {
    expect(elsewhere({ multiCompany: true })).toEqual(kept);
  });

  test.each(['company_id in companies or name == "x"', 'not (company_id in companies)', 'company_id != company', 'name == "x"'])('may be shown by `%s`', (where) => {
    expect(ruled(where)).toEqual([]);
  });

  test('may be shown where the rule is for a group', () => {
    expect(ruled('company_id in companies', ['group_reader'])).toEqual([]);
  });
});
