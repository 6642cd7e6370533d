import type { Access } from '../../domain/module-spec/models.js';
import { method } from '../models/method.js';
import type { Imports } from '../python/imports.js';
import { call, layout, tuple, type Code } from '../python/layout.js';
import { rightsOf } from '../security/access.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';

const EMPLOYEE = 'base.group_user';
/** Their users are no employees. */
const OUTSIDE: ReadonlySet<string> = new Set(['base.group_portal', 'base.group_public']);
const OPERATIONS = [['read', 'read'], ['write', 'write'], ['create', 'create'], ['unlink', 'delete']] as const satisfies readonly (readonly [string, keyof Access])[];

/** A user of each group that the access matrix names may do what it says there, and no more; null for a module without rights of its own. */
export function rightsTest(index: SpecIndex, imports: Imports): string | null {
  const groups = [...new Set(index.models.flatMap((model) => rightsOf(model).map(({ group }) => index.xmlId(group))))];
  if (groups.length === 0) return null;
  const body = groups.flatMap((group) => {
    const users = OUTSIDE.has(group) || group === EMPLOYEE ? group : `${EMPLOYEE},${group}`;
    return [`    ${pythonString(users)}: [`, ...cellsOf(group, index).flatMap((cell) => layout(cell, 4, '', ',').split('\n').map((line, i) => (i === 0 ? `        ${line}` : line.slice(8)))), '    ],'];
  });
  const user = layout(call(imports.use('new_test_user'), ['self.env'], { login: 'groups', groups: 'groups', context: '{"no_reset_password": True}' }), 3, 'user = ');
  return method('test_access_rights(self)', [
    '"""Each group may do what the specification says, and no more."""',
    'rights = {', ...body, '}',
    'for groups, cells in rights.items():',
    ...user.split('\n').map((line, i) => (i === 0 ? `    ${line}` : line.slice(8))),
    '    for model, may, may_not in cells:',
    '        seen = self.env[model].with_user(user)',
    '        asked = f"{may} {may_not}".split()',
    '        given = [each for each in asked if seen.has_access(each)]',
    '        self.assertEqual(given, may.split(), (groups, model))',
  ]);
}

/** Of groups and models of other modules we know only what our own rows give. */
function cellsOf(group: string, index: SpecIndex): Code[] {
  const held = heldBy(group, index);
  return index.models.flatMap((model) => {
    const rows = rightsOf(model).filter((row) => held.groups.has(index.xmlId(row.group)));
    const isKnown = held.isAll && !model.extends;
    if (rows.length === 0 && !isKnown) return [];
    const may = OPERATIONS.filter(([, right]) => rows.some((row) => row[right]));
    const mayNot = isKnown ? OPERATIONS.filter((operation) => !may.includes(operation)) : [];
    return [tuple([model.name, may.map(([name]) => name).join(' '), mayNot.map(([name]) => name).join(' ')].map(pythonString))];
  });
}

/** The groups whose rows a user of this one has; `isAll`: nothing of another module comes with it. */
function heldBy(group: string, index: SpecIndex): { readonly groups: ReadonlySet<string>; readonly isAll: boolean } {
  const implied = new Map(index.spec.groups.map(({ id, implies }) => [index.xmlId(id), implies.map((each) => index.xmlId(each))]));
  const groups = new Set(OUTSIDE.has(group) ? [] : [EMPLOYEE]);
  const hold = (each: string): void => {
    groups.add(each);
    for (const next of implied.get(each) ?? []) if (!groups.has(next)) hold(next);
  };
  hold(group);
  return { groups, isAll: [...groups].every((each) => each === EMPLOYEE || OUTSIDE.has(each) || implied.has(each)) };
}
