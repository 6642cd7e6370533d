import type { Config } from '../config.js';
import type { TestRequest, TestRun } from '../ports/module-tester.js';
import type { Sandbox } from '../ports/sandbox.js';
import type { App } from './app.js';
import { dockerNotConfigured } from './docker-not-configured.js';
import { endEarlierRun } from './end-earlier-run.js';
import { holdPlace, placeInLine } from './hold-place.js';
import type { StageContext } from './run-stage.js';

/** A run waits its turn rather than fail: with all slots busy that is some verdicts' time. */
const WAIT_FOR_SLOT_MS = 30 * 60_000;
/** Times the lease on a stage: the lease on a place is renewed as long as the test goes on, and a host that dies keeps a session from being tested elsewhere for no longer. */
const LEASES_OF_A_STAGE = 2;
/** What a sandbox lives beyond the time limit of the tests: its start, three tests a second time, the pages and the look, its end. */
const BESIDE_TESTS_MS = 600_000;

/** How long a sandbox may be needed for one test, milliseconds. */
export const testMs = (config: Pick<Config, 'OMB_TEST_TIMEOUT_SECONDS'>): number => config.OMB_TEST_TIMEOUT_SECONDS * 1000 + BESIDE_TESTS_MS;

export interface SandboxRun {
  readonly run: TestRun;
  /** Milliseconds: acquire, start. */
  readonly durations: Readonly<Record<string, number>>;
}

/**
 * Tests a module in a sandbox of its own, a warm one where one waits, under a lease of the pool. Whatever happens, an
 * abort included, the sandbox is gone and the lease released before the stage returns; the verdict does not wait for that.
 * @param apps Odoo apps that the module builds on
 * @param then what else is to be done in the sandbox
 */
export async function runInSandbox(app: App, ctx: StageContext, subject: Pick<TestRequest, 'module' | 'files' | 'checks' | 'access' | 'journeys' | 'earlier'>, apps: readonly string[], then: (sandbox: Sandbox, run: TestRun) => Promise<void> = async () => undefined): Promise<SandboxRun> {
  const { pool, tester, config } = app;
  if (!pool || !tester) throw dockerNotConfigured();
  const sessionId = ctx.session.id;
  const timeoutMs = config.OMB_TEST_TIMEOUT_SECONDS * 1000;
  const began = performance.now();
  await ctx.progress('Waiting for a free place for the test');
  const progress = (message: string): void => void ctx.progress(message);
  const onPlace = (place: number): void => progress(placeInLine(place, 'test'));
  await endEarlierRun(app, ctx, pool, 'test');
  const leaseMs = LEASES_OF_A_STAGE * config.OMB_STAGE_LEASE_SECONDS * 1000;
  const preferred = app.warm?.hostsWith(apps) ?? [];
  const lease = await pool.acquire({ sessionId, purpose: 'test', ttlMs: leaseMs, waitMs: WAIT_FOR_SLOT_MS, preferred, onPlace, signal: ctx.signal });
  const letGo = holdPlace(app, lease, leaseMs);
  const expiresAt = new Date(app.clock.now().getTime() + testMs(config));
  const opened: Sandbox[] = [];
  const work = async (): Promise<SandboxRun> => {
    const acquired = performance.now();
    await ctx.progress('Starting a sandbox');
    // On another host than its place was: one may be there all the same.
    await lease.host.destroySession(sessionId, 'test');
    const ready = (await app.warm?.take({ ...lease, expiresAt }, apps, subject.checks)) ?? null;
    const sandbox = ready?.sandbox ?? (await lease.host.open({ sessionId, purpose: 'test', fence: lease.fence, expiresAt, apps, progress, signal: ctx.signal }));
    opened.push(sandbox);
    const started = performance.now();
    const request = { ...subject, timeoutMs, signal: ctx.signal, progress };
    const run = await (ready === null ? tester.test(sandbox, request) : ready.test(request));
    await then(sandbox, run);
    return { run, durations: { acquire: Math.round(acquired - began), start: Math.round(started - acquired) } };
  };
  try {
    return await (app.warm === null ? work() : app.warm.while(lease.host, apps, work));
  } finally {
    // The place is free when the sandbox is gone, not before.
    // Where that cannot be said, the lease runs out.
    ctx.afterwards(async () => {
      await Promise.all(opened.map((sandbox) => sandbox.destroy())).finally(letGo);
      await pool.release(lease.leaseId);
    });
  }
}
