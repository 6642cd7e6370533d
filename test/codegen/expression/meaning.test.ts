import fc from 'fast-check';
import { join } from 'node:path';
import type { Expression } from '../../../src/domain/expression/ast.js';
import { FUNCTIONS, type FunctionName } from '../../../src/domain/expression/functions.js';
import { parseExpression } from '../../../src/domain/expression/parse.js';
import { negate } from '../../../src/codegen/expression/negate.js';
import { methodScope } from '../../../src/codegen/expression/python-scope.js';
import { printPython } from '../../../src/codegen/expression/python.js';
import { printViewCondition } from '../../../src/codegen/expression/view-condition.js';
import { Imports } from '../../../src/codegen/python/imports.js';
import { CPython } from '../../support/cpython.js';
import { expressions, sourceOf, TRICKY } from '../../support/expression-arbitrary.js';
import { Meaning } from '../../support/expression-meaning.js';
import { worldIndex, worldOrders, type Order } from '../../support/expression-world.js';

jest.setTimeout(120_000);

const python = new CPython(join(__dirname, '../../support/odoo_records.py'));
afterAll(() => python.close());

const NOW = new Date('2026-03-31T10:30:00Z');
const ORDERS = worldOrders(NOW);
const index = worldIndex();
const scope = methodScope(index, new Imports(), { code: 'order', model: 'world.order' });
const everything = expressions({ functions: Object.keys(FUNCTIONS) as FunctionName[], relations: true, clock: true, calendar: true, day: '2026-03-31' });

type Outcome = { readonly value: unknown; readonly truth: boolean } | { readonly raised: string };

/** What CPython makes of each code for each order. */
const evaluated = (name: 'evaluate' | 'in_view', codes: readonly string[]): Promise<readonly (readonly Outcome[])[]> =>
  python.call(name, { codes, orders: ORDERS, now: NOW.toISOString().slice(0, 19) });

/** Prints many at once, since each call of CPython takes its time. What differs is told with the shortest such expression. */
async function same(name: 'evaluate' | 'in_view', nodes: readonly Expression[], print: (node: Expression) => string, expected: (node: Expression, order: Order) => unknown, seen: (outcome: Outcome) => unknown): Promise<void> {
  const codes = nodes.map(print);
  const outcomes = await evaluated(name, codes);
  const different = nodes.flatMap((node, at) => ORDERS.flatMap((order, row) => {
    const [should, does] = [expected(node, order), seen(outcomes[at]?.[row] as Outcome)];
    return should === does ? [] : [{ said: sourceOf(node), code: codes[at], order: order.id, should, does }];
  }));
  expect(different.toSorted((a, b) => a.said.length - b.said.length).slice(0, 3)).toEqual([]);
}

const many = (one: fc.Arbitrary<Expression>): fc.Arbitrary<readonly Expression[]> => fc.array(one, { minLength: 40, maxLength: 40 });
const truth = (outcome: Outcome): unknown => ('raised' in outcome ? outcome.raised : outcome.truth);
const check = (nodes: fc.Arbitrary<readonly Expression[]>, property: (nodes: readonly Expression[]) => Promise<void>): Promise<void> => fc.assert(fc.asyncProperty(nodes, property), { numRuns: 20, endOnFailure: true });

test('an expression that is written out is read as the same tree', () => {
  fc.assert(fc.property(everything.condition, (node) => expect(parseExpression(sourceOf(node))).toEqual(node)));
});

const tricky = TRICKY.map(parseExpression);

describe('as Python, an expression', () => {
  test('means what its parentheses, signs and kinds say', async () => {
    await same('evaluate', tricky, (node) => printPython(node, scope).code, (node, order) => new Meaning(order, NOW).holds(node), truth);
    await same('evaluate', tricky, (node) => printPython(negate(node), scope).code, (node, order) => !new Meaning(order, NOW).holds(node), truth);
    await same('evaluate', tricky, (node) => printPython(negate(node, true), scope).code, (node, order) => new Meaning(order, NOW).speaksAgainst(node), truth);
  });

  test('holds for the records for which it should', () =>
    check(many(everything.condition), (nodes) => same('evaluate', nodes, (node) => printPython(node, scope).code, (node, order) => new Meaning(order, NOW).holds(node), truth)));

  test('refuses as a guard whatever it does not hold for', () =>
    check(many(everything.condition), (nodes) => same('evaluate', nodes, (node) => printPython(negate(node), scope).code, (node, order) => !new Meaning(order, NOW).holds(node), truth)));

  test('is broken as a constraint by what speaks against it, not by what is empty', () =>
    check(many(everything.condition), (nodes) => same('evaluate', nodes, (node) => printPython(negate(node, true), scope).code, (node, order) => new Meaning(order, NOW).speaksAgainst(node), truth)));

  /** Empty, false and 0 are kept as the same by a field of that type; the last digits of a fraction depend on who calculates. */
  const kept = (value: unknown): unknown => (value === null || value === false || value === '' ? null : typeof value === 'number' ? Math.round(value * 1e9) / 1e9 || null : value);
  test.each(['number', 'text', 'date', 'moment'] as const)('gives the %s that it should', (kind) =>
    check(many(everything[kind]), (nodes) => same('evaluate', nodes, (node) => printPython(node, scope).code, (node, order) => kept(new Meaning(order, NOW).result(node)), (outcome) => ('raised' in outcome ? outcome.raised : kept(outcome.value)))));
});

describe('as the condition of a view, an expression', () => {
  const inView = (nodes: readonly Expression[]): Promise<void> => same('in_view', nodes, (node) => printViewCondition(node, index, 'world.order'), (node, order) => new Meaning(order, NOW).holds(node), truth);

  test('means what its parentheses, signs and kinds say', () => inView(tricky));

  test('holds for the records for which it should', () => check(many(expressions({ functions: [], relations: false, clock: true, calendar: false, day: '2026-03-31' }).condition), inView));
});
