import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import type { App } from '../../src/app/app.js';
import { testModule } from '../../src/app/test-module.js';
import { writeCode } from '../../src/app/write-code.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { testApp } from '../support/app.js';
import { containersOf } from '../support/docker.js';
import { expectSentence } from '../support/for-a-person.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { inSandbox, testHost } from '../support/sandbox.js';
import { sessionInTesting } from '../support/session-in-testing.js';

jest.setTimeout(300_000);

let database: TestDatabase;
let app: App;
const python = createPythonChecker();
beforeAll(async () => {
  database = await testDatabase();
  const base = testApp(database);
  app = { ...base, python, pool: new PostgresSandboxPool(database.pool, [testHost()], base.config, systemClock, base.log), tester: new SandboxModuleTester(openMcpBrowser) };
});
afterAll(async () => {
  await python.close();
  await app.events.close();
  await database.close();
});

/** Ten MB of log at a time into Odoo's home, which has 256. */
const FILLS_THE_DISK = `import logging

from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1_named(self):
        handler = logging.FileHandler('/home/odoo/fill')
        record = logging.LogRecord('fill', logging.INFO, 'fill', 1, 'x' * 10_000_000, None, None)
        for _ in range(40):
            handler.emit(record)
        self.assertTrue(True)
`;

test('a module that fills the disk of its sandbox is red; who has no language model to mend it is told why, and may accept it', async () => {
  const id = await sessionInTesting(app, FILLS_THE_DISK);
  const tested = await testModule(app, id);
  expect(tested).toMatchObject({ state: 'coding', repairRounds: 1 });
  const report = await app.artifacts.get(id, tested?.report ?? '');
  const { failures } = JSON.parse(Buffer.from(report?.bytes ?? []).toString()) as Verdict;
  expect(failures.map(({ kind }) => kind)).toContain('out_of_disk');
  const waiting = await writeCode(app, id);
  expect(waiting).toMatchObject({ state: 'code_review', note: { code: 'llm_not_configured', message: expect.stringContaining('The module wrote more data than a module may, so its run was stopped.') } });
  for (const line of (waiting?.note?.message ?? '').split('\n- ')) expectSentence(line);
  expect(await containersOf(id)).toEqual([]);
  expect((await app.pool?.status())?.hosts[0]?.used).toBe(0);
  expect((await app.store.apply(id, { type: 'review_code', decision: 'accept', feedback: null })).session.state).toBe('opening_uat');
});

test('files that do not fit into the sandbox are the module’s fault, said in a sentence', async () => {
  const files = Array.from({ length: 70 }, (_, index) => ({ path: `static/${index}.bin`, content: Buffer.alloc(2 ** 20, index) }));
  const error = await inSandbox((sandbox) => sandbox.putFiles('/mnt/modules/large', files, 'postgres').catch((thrown: unknown) => thrown));
  expect(error).toMatchObject({ kind: 'user', code: 'module_too_large' });
  expectSentence((error as Error).message.replaceAll(/ ?\/mnt\/modules\/large/g, ' its folder'));
});

test('a session whose worker knows no Docker host waits, and says what the operator has to choose', async () => {
  const id = await sessionInTesting(app, FILLS_THE_DISK);
  const session = await testModule({ ...app, pool: null, tester: null }, id);
  expect(session).toMatchObject({ state: 'code_review', note: { code: 'docker_not_configured', message: expect.stringContaining('"Odoo Sandbox Host"') } });
  expectSentence(session?.note?.message);
});
