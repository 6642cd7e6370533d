import { rightsTest } from '../../../src/codegen/acceptance/rights-test.js';
import { Imports } from '../../../src/codegen/python/imports.js';
import { SpecIndex } from '../../../src/codegen/spec/spec-index.js';
import { moduleSpec } from '../../../src/domain/module-spec/module-spec.js';

const printed = (change: object): string | null => rightsTest(new SpecIndex(moduleSpec.parse({
  name: 'shelf', title: 'Shelf', summary: 'Shelves', acceptance: [{ id: 'AC-1', title: 'x', given: 'x', when: 'x', then: 'x' }], ...change,
})), new Imports());
const book = (access: readonly object[], more: object = {}) => ({ name: 'shelf.book', label: 'Book', fields: [{ name: 'name', type: 'char', label: 'Name' }], access, ...more });

test('a group of the module may do what its rows, those of implied groups and those of employees give, and nothing else', () => {
  const code = printed({
    groups: [{ id: 'group_reader', label: 'Reader' }, { id: 'group_keeper', label: 'Keeper', implies: ['group_reader'] }, { id: 'group_guest', label: 'Guest' }],
    models: [book([{ group: 'group_reader' }, { group: 'group_keeper', read: false, write: true }, { group: 'group_guest', read: false }])],
  });
  expect(code).toContain('"base.group_user,shelf.group_reader": [\n                ("shelf.book", "read", "write create unlink"),\n');
  expect(code).toContain('"base.group_user,shelf.group_keeper": [\n                ("shelf.book", "read write", "create unlink"),\n');
  expect(code).toContain('"base.group_user,shelf.group_guest": [\n                ("shelf.book", "", "read write create unlink"),\n');
});

test('of a group or a model of another module only what is given is known', () => {
  expect(printed({ depends: ['sales_team'], models: [book([{ group: 'sales_team.group_sale_manager', create: true }])] })).toContain('"base.group_user,sales_team.group_sale_manager": [\n                ("shelf.book", "read create", ""),\n');
});

test('customers are no employees', () => {
  const code = printed({ depends: ['portal'], models: [book([{ group: 'base.group_portal' }, { group: 'base.group_user', write: true }])] });
  expect(code).toContain('"base.group_portal": [\n                ("shelf.book", "read", "write create unlink"),\n');
});

test('a module without rights of its own has no such test', () => {
  expect(printed({})).toBeNull();
});
