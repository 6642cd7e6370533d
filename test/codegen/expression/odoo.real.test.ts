import fc from 'fast-check';
import { cloneTemplate, TEST_DATABASE } from '../../../src/adapters/odoo/database.js';
import { runTests } from '../../../src/adapters/odoo/run-odoo.js';
import { printDomain } from '../../../src/codegen/expression/domain.js';
import { methodScope } from '../../../src/codegen/expression/python-scope.js';
import { printPython } from '../../../src/codegen/expression/python.js';
import { generateModule } from '../../../src/codegen/generate.js';
import { Imports } from '../../../src/codegen/python/imports.js';
import { FUNCTIONS, type FunctionName } from '../../../src/domain/expression/functions.js';
import { domainConditions, expressions, sourceOf } from '../../support/expression-arbitrary.js';
import { Meaning } from '../../support/expression-meaning.js';
import { worldIndex, worldOrders, type Order } from '../../support/expression-world.js';
import { inSandbox } from '../../support/sandbox.js';

jest.setTimeout(180_000);

const index = worldIndex();
const { name } = index.spec;
const scope = methodScope(index, new Imports(), { code: 'order', model: 'world.order' });

interface Answers {
  readonly python: readonly (readonly (boolean | string)[])[];
  readonly domain: readonly (readonly boolean[])[];
  /** What the columns hold that create() was not given. */
  readonly left_out: { readonly number: null; readonly paid: null; readonly total: null };
}

/** Fields as create() takes them; what is 0 or false is left out. */
function values(order: Order): unknown {
  const given = (row: object, ...not: readonly string[]): Record<string, unknown> => Object.fromEntries(Object.entries(row).filter(([key, value]) => Boolean(value) && key !== 'id' && !not.includes(key)));
  return { ...given(order, 'party_id', 'line_ids'), party: order.party_id && { id: order.party_id.id, values: given(order.party_id) }, line_ids: order.line_ids.map((line) => [0, 0, given(line)]) };
}

/** Asks the real thing: records in a database, Python over them, and the ORM's search. */
function asking(orders: readonly Order[], codes: readonly string[], domains: readonly string[]): string {
  return `import json

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import TransactionCase, tagged
from odoo.tools import float_round

ORDERS = json.loads(${JSON.stringify(JSON.stringify(orders.map(values)))})


@tagged("post_install", "-at_install")
class TestMeaning(TransactionCase):
    def test_meaning(self):
        parties = {}
        orders = []
        for vals in ORDERS:
            party = vals.pop("party")
            if party:
                parties[party["id"]] = parties.get(party["id"]) or self.env["world.party"].create(party["values"])
                vals["party_id"] = parties[party["id"]].id
            orders.append(self.env["world.order"].create(vals))
        self.env.flush_all()
        self.env.cr.execute("SELECT number, paid, total FROM world_order WHERE id = %s", [orders[0].id])
        left_out = dict(zip(["number", "paid", "total"], self.env.cr.fetchone()))
        python = [[self.truth(code, order) for order in orders] for code in self.codes()]
        domain = [[order in found for order in orders] for found in map(self.env["world.order"].search, self.domains())]
        with open("/tmp/meaning.json", "w") as file:
            json.dump({"python": python, "domain": domain, "left_out": left_out}, file)

    def truth(self, code, order):
        try:
            return bool(code(self, order))
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    def codes(self):
        return [
${codes.map((code) => `            lambda self, order: ${code},`).join('\n')}
        ]

    def domains(self):
        return [
${domains.map((domain) => `            ${domain},`).join('\n')}
        ]
`;
}

test('in a real Odoo, an expression holds for the same records in Python and in a search', async () => {
  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  const nodes = fc.sample(domainConditions(day), 250);
  const more = fc.sample(expressions({ functions: Object.keys(FUNCTIONS) as FunctionName[], relations: true, clock: true, calendar: true, day }).condition, 250);
  const python = [...nodes, ...more];
  const codes = python.map((node) => printPython(node, scope).code);
  const domains = nodes.map((node) => printDomain(node, { index, model: 'world.order', place: { kind: 'filter' } }));
  const orders = worldOrders(now);
  const tests = [{ path: 'tests/__init__.py', content: 'from . import test_meaning\n' }, { path: 'tests/test_meaning.py', content: asking(orders, codes, domains) }];
  const answers = await inSandbox(async (sandbox) => {
    await Promise.all([cloneTemplate(sandbox, 'tpl_base', TEST_DATABASE), sandbox.putFiles(`/mnt/modules/${name}`, [...generateModule(index.spec, new Map()), ...tests], 'postgres')]);
    const run = await runTests(sandbox, name, { timeoutMs: 120_000 });
    expect([run.exitCode, run.records.filter(({ level }) => level === 'ERROR')]).toEqual([0, []]);
    return JSON.parse(Buffer.from(await sandbox.getFile('/tmp/meaning.json')).toString()) as Answers;
  });
  const different = (asked: typeof nodes, printed: readonly string[], seen: readonly (readonly (boolean | string)[])[]): unknown[] => asked.flatMap((node, at) => orders.flatMap((order, row) => {
    const should = new Meaning(order, now).holds(node);
    return should === seen[at]?.[row] ? [] : [{ said: sourceOf(node), printed: printed[at], order: order.id, should, does: seen[at]?.[row] }];
  })).toSorted((a, b) => a.said.length - b.said.length).slice(0, 3);
  expect(different(python, codes, answers.python)).toEqual([]);
  expect(different(nodes, domains, answers.domain)).toEqual([]);
  // What sql.real.test.ts takes for granted.
  expect(answers.left_out).toEqual({ number: null, paid: null, total: null });
});
