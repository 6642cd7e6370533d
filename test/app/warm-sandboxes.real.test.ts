import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { PostgresSandboxPool } from '../../src/adapters/postgres/sandbox-pool.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { WarmSandboxes } from '../../src/app/warm-sandboxes.js';
import { createLog } from '../../src/log.js';
import { containersOf } from '../support/docker.js';
import { miniModule } from '../support/mini-module.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { newSessionId, testHost } from '../support/sandbox.js';

jest.setTimeout(240_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('a warm sandbox becomes the session’s own: it tests a module there, pages too, and goes with the session', async () => {
  const host = testHost();
  const log = createLog('silent');
  const pool = new PostgresSandboxPool(database.pool, [host], { OMB_TEST_SLOTS: 2, OMB_UAT_SLOTS: 1, OMB_UAT_GRACE_SECONDS: 0 }, systemClock, log);
  const checks = new Set(['pages', 'access', 'lifecycle'] as const);
  const warm = new WarmSandboxes(pool, new SandboxModuleTester(openMcpBrowser), { size: 1, checks, testMs: 600_000 }, systemClock, log);
  const sessionId = newSessionId();
  try {
    warm.start();
    const lease = await pool.acquire({ sessionId, purpose: 'test', ttlMs: 600_000, waitMs: 0 });
    await warm.while(host, [], async () => {
      let ready = null;
      while ((ready = await warm.take(lease, [], checks)) === null) await systemClock.sleep(200);
      expect([await containersOf(sessionId), (await host.list({ sessionId })).length]).toEqual([[expect.stringContaining('running')], 1]);
      // The reaper sees whose it is.
      expect(await pool.reap()).toEqual({ leases: 0, containers: 0 });
      const { observation, screenshots } = await ready.test({ module: 'mini', files: miniModule(), checks, access: [], timeoutMs: 120_000 });
      expect(observation).toMatchObject({ exitCode: 0, state: 'installed', ui: { problems: [] }, look: { installError: null, unanswered: [], stopped: null } });
      expect(observation.look?.tried.filter(({ status }) => status !== 'green')).toEqual([]);
      expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
    });
    expect(await host.destroySession(sessionId, 'test')).toBe(1);
    expect(await containersOf(sessionId)).toEqual([]);
  } finally {
    await warm.close();
  }
  expect(await host.list()).toEqual([]);
});

test('a warm sandbox does what is asked for, and not all that it is ready for', async () => {
  const checks = new Set(['pages', 'views'] as const);
  const sandbox = await testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000) });
  try {
    const ready = await new SandboxModuleTester(openMcpBrowser).warm(sandbox, checks);
    const { observation, screenshots } = await ready.test({ module: 'mini', files: miniModule(), checks: new Set(), access: [], timeoutMs: 120_000 });
    expect(observation).toMatchObject({ exitCode: 0, state: 'installed', ui: null, look: null });
    expect(screenshots).toEqual([]);
  } finally {
    await sandbox.destroy();
  }
});
