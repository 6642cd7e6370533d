import type { TestRequest, TestRun } from '../ports/module-tester.js';
import type { PoolLease, Sandbox } from '../ports/sandbox.js';
import type { App } from './app.js';
import { dockerNotConfigured } from './docker-not-configured.js';
import type { StageContext } from './run-stage.js';

/** A run waits its turn rather than fail: with all slots busy that is some verdicts' time. */
const WAIT_FOR_SLOT_MS = 30 * 60_000;
/** What a sandbox lives beyond the time limit of the tests: its start, three tests a second time, the pages and the look, its end. */
const BESIDE_TESTS_MS = 600_000;

export interface SandboxRun {
  readonly run: TestRun;
  /** Milliseconds: acquire, start. */
  readonly durations: Readonly<Record<string, number>>;
}

/**
 * Tests a module in a fresh sandbox under a lease of the pool. Whatever happens, an abort included, the sandbox is
 * gone and the lease released before this returns.
 */
export async function runInSandbox(app: App, ctx: StageContext, subject: Pick<TestRequest, 'module' | 'files' | 'checks' | 'access'>): Promise<SandboxRun> {
  const { pool, tester, config } = app;
  if (!pool || !tester) throw dockerNotConfigured();
  const sessionId = ctx.session.id;
  const timeoutMs = config.OMB_TEST_TIMEOUT_SECONDS * 1000;
  const began = performance.now();
  await ctx.progress('Waiting for a free place for the test');
  const lease = await pool.acquire({ sessionId, purpose: 'test', ttlMs: timeoutMs + BESIDE_TESTS_MS, waitMs: WAIT_FOR_SLOT_MS, signal: ctx.signal });
  try {
    const acquired = performance.now();
    await ctx.progress('Starting a sandbox');
    return await withSandbox(ctx, lease, async (sandbox) => {
      const started = performance.now();
      const run = await tester.test(sandbox, { ...subject, timeoutMs, signal: ctx.signal, progress: (message) => void ctx.progress(message) });
      return { run, durations: { acquire: Math.round(acquired - began), start: Math.round(started - acquired) } };
    });
  } finally {
    await pool.release(lease.leaseId);
  }
}

async function withSandbox<T>(ctx: StageContext, lease: PoolLease, work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sessionId = ctx.session.id;
  // A worker that died in an earlier run of this stage may have left one.
  await lease.host.destroySession(sessionId, 'test');
  const sandbox = await lease.host.open({ sessionId, purpose: 'test', fence: lease.fence, expiresAt: lease.expiresAt, signal: ctx.signal });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.destroy();
  }
}
