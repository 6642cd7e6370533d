import { BuilderError } from '../domain/errors.js';
import type { SandboxPool, SandboxPurpose } from '../ports/sandbox.js';
import type { App } from './app.js';
import type { StageContext } from './run-stage.js';

const LOOK_AGAIN_MS = 1000;
const WHAT: Readonly<Record<SandboxPurpose, string>> = { test: 'the test begins', uat: 'the Odoo is opened' };

/**
 * A worker that died in an earlier run of this stage may have left its sandbox and its place. Where the host does not answer,
 * that run may still go on: nothing is started twice before its lease has run out.
 */
export async function endEarlierRun(app: App, ctx: StageContext, pool: SandboxPool, purpose: SandboxPurpose): Promise<void> {
  for (let told = false; ; told = true) {
    const left = await pool.find(ctx.session.id, purpose);
    if (left === null) return;
    try {
      await left.host.destroySession(ctx.session.id, purpose);
      return await pool.release(left.leaseId);
    } catch (error) {
      if (!(error instanceof BuilderError) || !['docker_unreachable', 'place_lost'].includes(error.code)) throw error;
    }
    if (!told) await ctx.progress(`The Docker host "${left.host.name}" does not answer; ${WHAT[purpose]} elsewhere when its lease there has run out`);
    await app.clock.sleep(LOOK_AGAIN_MS, ctx.signal);
  }
}
