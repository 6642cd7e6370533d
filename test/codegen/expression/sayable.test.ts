import fc from 'fast-check';
import type { Expression } from '../../../src/domain/expression/ast.js';
import { checkExpression } from '../../../src/domain/expression/check.js';
import { notInDomain, notInList, type DomainPlace } from '../../../src/domain/module-spec/laws/sayable.js';
import { SpecNames } from '../../../src/domain/module-spec/laws/spec-names.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';
import { printDomain } from '../../../src/codegen/expression/domain.js';
import { printViewCondition } from '../../../src/codegen/expression/view-condition.js';
import { SpecIndex } from '../../../src/codegen/spec/spec-index.js';

const MODEL = 'desk.booking';
const spec = parseModuleSpec({
  name: 'desk_booking', title: 'Desks', summary: 'Desks and who sits there',
  models: [{
    name: MODEL, label: 'Booking', access: [{ group: 'base.group_user' }],
    fields: [
      { name: 'name', type: 'char', label: 'Name' }, { name: 'day', type: 'date', label: 'Day' }, { name: 'seats', type: 'integer', label: 'Seats' }, { name: 'paid', type: 'boolean', label: 'Paid' },
      { name: 'partner_id', type: 'many2one', label: 'For', comodel: 'res.partner' }, { name: 'guest_ids', type: 'many2many', label: 'Guests', comodel: 'res.users' },
    ],
  }],
  acceptance: [{ id: 'AC-1', title: 'Booked', given: 'a desk', when: 'it is booked', then: 'it is booked', scenario: [{ do: 'create', model: MODEL, as: 'mine', values: { name: 'Mine' } }, { do: 'expect', record: 'mine', that: "name == 'Mine'" }] }],
});
const names = new SpecNames(spec);
const index = new SpecIndex(spec);
const records = new Map([['mine', MODEL]]);

const path = fc.constantFrom<[string, ...string[]][]>(['name'], ['day'], ['seats'], ['paid'], ['partner_id'], ['guest_ids'], ['partner_id', 'email'], ['partner_id', 'user_ids'], ['mine'], ['mine', 'seats']).map((segments): Expression => ({ kind: 'path', segments }));
const literal = fc.constantFrom<Expression[]>(...(['draft', '2026-05-01', 3, 1.5, true, false, null] as const).map((value): Expression => ({ kind: 'literal', value })));
const special = fc.constantFrom<Expression[]>(
  { kind: 'special', name: 'user', segments: [] }, { kind: 'special', name: 'user', segments: ['partner_id'] }, { kind: 'special', name: 'company', segments: [] }, { kind: 'special', name: 'company', segments: ['partner_id'] },
  { kind: 'special', name: 'companies', segments: [] }, { kind: 'special', name: 'record', segments: ['partner_id'] }, { kind: 'special', name: 'record', segments: ['partner_id', 'parent_id'] },
);
const call = (name: Extract<Expression, { kind: 'call' }>['name'], ...args: Expression[]): Expression => ({ kind: 'call', name, args });

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    path, literal, special,
    fc.constantFrom<Expression[]>(call('today'), call('now'), { kind: 'list', items: ['draft', 3] }, { kind: 'list', items: [] }),
    fc.record({ kind: fc.constant('unary' as const), operator: fc.constantFrom('not' as const, '-' as const), operand: tie('expression') }),
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom('and' as const, 'or' as const, '==' as const, '!=' as const, '<' as const, '>=' as const, 'in' as const, 'not in' as const, '+' as const, '-' as const, '*' as const, '/' as const, '%' as const), left: tie('expression'), right: tie('expression') }),
    fc.tuple(fc.constantFrom('days' as const, 'months' as const, 'len' as const, 'abs' as const, 'exists' as const, 'count' as const), tie('expression')).map(([name, argument]) => call(name, argument)),
    fc.tuple(path, tie('expression')).map(([relation, condition]) => call('exists', relation, condition)),
  ),
}));

/** Makes sense as far as types go: the laws look at the rest only then. */
const sound = (tree: Expression, place: 'list' | DomainPlace['kind']): boolean =>
  checkExpression(tree, names.scope(MODEL, { ...(place === 'chooser' ? { record: MODEL } : {}), ...(place === 'count' ? { names: records } : {}) })).problems.length === 0;

const accepted = (law: (tell: (path: string, message: string) => void) => void): boolean => {
  const told: string[] = [];
  law((_path, message) => told.push(message));
  return told.length === 0;
};

const PLACES: readonly DomainPlace[] = [{ kind: 'rule' }, { kind: 'filter' }, { kind: 'chooser' }, { kind: 'count', records }];

test.each(PLACES.map((place) => [place.kind, place] as const))('whatever the law lets into a %s can be printed as a domain', (kind, place) => {
  let printed = 0;
  fc.assert(fc.property(expression, (tree) => {
    if (!sound(tree, kind) || !accepted((tell) => notInDomain(tree, place, 'where', tell))) return;
    const printPlace = place.kind === 'count' ? { kind: 'python' as const, user: 'self.env.user', named: (name: string) => (records.has(name) ? name : null) } : place;
    printDomain(tree, { index, model: MODEL, place: printPlace });
    printed += 1;
  }), { numRuns: 4000 });
  expect(printed).toBeGreaterThan(100);
});

test('whatever the law lets into a list’s colours can be printed for the browser', () => {
  let printed = 0;
  fc.assert(fc.property(expression, (tree) => {
    if (!sound(tree, 'list') || !accepted((tell) => notInList(names, MODEL, tree, 'when', tell))) return;
    printViewCondition(tree, index, MODEL);
    printed += 1;
  }), { numRuns: 4000 });
  expect(printed).toBeGreaterThan(100);
});
