import { BuilderError } from '../domain/errors.js';
import type { SandboxInfo } from '../ports/sandbox.js';
import type { WatchedUat } from '../ports/uat-states.js';
import type { App } from './app.js';
import { isStateDue } from './uat-state-due.js';

/** Of several processes that look after instances, each sees another one's as looked after for this long. */
const LOOK_EVERY_MS = 10_000;
const AT_ONCE = 2;

/**
 * Looks after the live instances in which people work: renews the lease of each that runs, keeps what was entered, and gives
 * up the place of one that has ended. One whose host does not answer keeps its lease to its end: it may be well.
 * @returns how many states were kept
 */
export async function keepUats(app: App): Promise<number> {
  const { pool } = app;
  if (pool === null) return 0;
  const watched = await app.uatStates.watch(LOOK_EVERY_MS);
  const running = new Map<string, ReadonlySet<string>>();
  for (const name of new Set(watched.map(({ host }) => host))) {
    const list = await pool.hosts.find((host) => host.name === name)?.list({ purpose: 'uat' }).catch(() => null);
    if (list) running.set(name, new Set(list.map(({ id }: SandboxInfo) => id)));
  }
  const alive: WatchedUat[] = [];
  for (const uat of watched) {
    const there = running.get(uat.host);
    if (there === undefined) continue;
    if (!there.has(uat.sandboxId)) await pool.release(uat.leaseId);
    else if (await pool.keep(uat, Math.min(app.config.OMB_UAT_LEASE_SECONDS * 1000, uat.leftMs))) alive.push(uat);
  }
  let kept = 0;
  const next = async (): Promise<void> => {
    for (let uat = alive.shift(); uat !== undefined; uat = alive.shift()) if (await keepState(app, uat)) kept += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return kept;
}

/** A state that cannot be kept now is kept at a later look. */
async function keepState(app: App, uat: WatchedUat): Promise<boolean> {
  const { sessionId, sandboxId } = uat;
  try {
    const sandbox = await (await app.pool?.find(sessionId, 'uat'))?.host.attach(sandboxId);
    if (!sandbox) return false;
    const written = await app.liveOdoo.written(sandbox);
    if (!isStateDue({ ...uat, written })) {
      await app.uatStates.seen(sessionId, written);
      return false;
    }
    const state = await app.liveOdoo.state(sandbox);
    if (state === null) throw new BuilderError('user', 'uat_state_too_large', 'What was entered is more than what is kept.');
    await app.uatStates.keep(sessionId, state, written);
    return true;
  } catch (error) {
    app.log.warn({ err: error, sessionId }, 'the state of a live Odoo was not kept');
    return false;
  }
}
