import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import type { App } from '../../src/app/app.js';
import { testModule } from '../../src/app/test-module.js';
import { encodeTree } from '../../src/codegen/tree.js';
import type { CheckName } from '../../src/domain/check.js';
import { BuilderError } from '../../src/domain/errors.js';
import type { ModuleTester, TestRequest } from '../../src/ports/module-tester.js';
import { FakeSandboxHost } from '../fakes/sandbox-host.js';
import { testApp } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { sessionInTesting } from '../support/session-in-testing.js';
import { sampleVerdict } from '../support/verdict.js';

const TESTS = 'from odoo.tests import TransactionCase\n\n\nclass TestAcceptance(TransactionCase):\n    def test_ac_1_named(self):\n        self.assertTrue(True)\n';
const EARLIER = [{ path: 'models/shelf.py', content: '# as the person had it\n' }];

let database: TestDatabase;
let app: App;
const asked: TestRequest[] = [];
/** Is asked, and has no answer: how a module is tested is no matter of this file. */
const tester: ModuleTester = {
  test: async (_, request) => {
    asked.push(request);
    throw new BuilderError('transient', 'sandbox_lost', 'The sandbox is gone.');
  },
  warm: () => Promise.reject(new Error('nothing is warm here')),
  testMutants: () => Promise.reject(new Error('nothing is broken here')),
};
const python = createPythonChecker();

beforeAll(async () => {
  database = await testDatabase();
  const base = testApp(database);
  app = { ...base, python, pool: new PostgresSandboxPool(database.pool, [new FakeSandboxHost()], base.config, systemClock, base.log), tester };
});
afterAll(async () => {
  await python.close();
  await app.events.close();
  await database.close();
});

test.each<[string, readonly CheckName[], typeof EARLIER | undefined]>([
  ['with the revision at hand that its person had before, to be upgraded from', ['lifecycle', 'views'], EARLIER],
  ['without it where nothing is upgraded', ['views'], undefined],
])('a module is tested %s', async (_, checks, earlier) => {
  const id = await sessionInTesting(app, TESTS);
  const moduleDigest = await app.artifacts.put(id, 'module.json', 'application/json', encodeTree(EARLIER));
  await app.artifacts.put(id, 'verdict.json', 'application/json', Buffer.from(JSON.stringify(sampleVerdict({ green: true, moduleDigest }))));
  asked.length = 0;
  await testModule(app, id, checks);
  expect(asked.map((request) => [[...request.checks], request.earlier])).toEqual([[checks, earlier]]);
});
