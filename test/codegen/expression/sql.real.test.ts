import fc from 'fast-check';
import type { Expression } from '../../../src/domain/expression/ast.js';
import { printSql } from '../../../src/codegen/expression/sql.js';
import { parseExpression } from '../../../src/domain/expression/parse.js';
import { columnsOf } from '../../../src/codegen/expression/sql-column.js';
import { expressions, sourceOf, TRICKY } from '../../support/expression-arbitrary.js';
import { Meaning } from '../../support/expression-meaning.js';
import { worldIndex, worldOrders } from '../../support/expression-world.js';
import { hostileText } from '../../support/hostile-text.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

jest.setTimeout(120_000);

const NOW = new Date('2026-03-31T10:30:00Z');
const ORDERS = worldOrders(NOW);
const columns = columnsOf('world.order', worldIndex());

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  // The types that Odoo gives to the columns of such fields. What is 0 or not ticked is NULL here, as after a create() that left it out.
  await database.pool.query('CREATE TABLE world_order (id int, name varchar, code varchar, number int4, places int4, total float8, paid boolean, kind varchar, day date, due date, start timestamp, stop timestamp, party_id int)');
  for (const { id, name, code, number, places, total, paid, kind, day, due, start, stop } of ORDERS) {
    await database.pool.query('INSERT INTO world_order VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [id, name, code, number || null, places || null, total || null, paid || null, kind, day, due, start, stop]);
  }
});
afterAll(() => database.close());

/** A check refuses what is false; what is NULL passes. */
async function same(nodes: readonly Expression[]): Promise<void> {
  const checks = nodes.map((node) => printSql(node, columns));
  const { rows } = await database.pool.query<{ id: number; refused: boolean[] }>(`SELECT id, ARRAY[${checks.map((check) => `(${check}) IS FALSE`).join(', ')}] AS refused FROM world_order`);
  const different = rows.flatMap(({ id, refused }) => nodes.flatMap((node, at) => {
    const should = new Meaning(ORDERS.find((order) => order.id === id)!, NOW).speaksAgainst(node);
    return should === refused[at] ? [] : [{ said: sourceOf(node), check: checks[at], order: id, should, does: refused[at] }];
  }));
  expect(different.toSorted((a, b) => a.said.length - b.said.length).slice(0, 3)).toEqual([]);
}

describe('as an SQL check, an expression', () => {
  test('means what its parentheses, signs and kinds say', () => same(TRICKY.map(parseExpression)));

  test('refuses what speaks against it', async () => {
    const { condition } = expressions({ functions: ['abs', 'round', 'upper', 'lower', 'len', 'coalesce', 'exists'], relations: false, clock: false, calendar: false, day: '2026-03-31' });
    await fc.assert(fc.asyncProperty(fc.array(condition, { minLength: 60, maxLength: 60 }), same), { numRuns: 60, endOnFailure: true });
  });
});

test('a text in an SQL check is that text, whatever is in it', async () => {
  await fc.assert(fc.asyncProperty(fc.array(hostileText, { minLength: 1, maxLength: 20 }), async (texts) => {
    const checks = texts.map((text) => printSql({ kind: 'binary', operator: '==', left: { kind: 'path', segments: ['name'] }, right: { kind: 'literal', value: text } }, columns));
    const kept = texts.map((text) => text.toWellFormed().replaceAll('\0', ''));
    const { rows } = await database.pool.query<{ equal: boolean[] }>(`SELECT ARRAY[${checks.map((check, i) => `(SELECT ${check} FROM (SELECT $${i + 1}::varchar AS name) AS one)`).join(', ')}] AS equal`, kept);
    expect(rows[0]?.equal).toEqual(texts.map(() => true));
  }));
});
