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
