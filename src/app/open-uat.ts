import { randomBytes } from 'node:crypto';
import { appsOf } from '../domain/base-modules.js';
import type { Note, Session } from '../domain/session.js';
import type { PoolLease, Sandbox } from '../ports/sandbox.js';
import type { EarlierUat } from '../ports/uat-states.js';
import type { App } from './app.js';
import { dockerNotConfigured } from './docker-not-configured.js';
import { endEarlierRun } from './end-earlier-run.js';
import { holdPlace, placeInLine } from './hold-place.js';
import { loadModuleSource } from './module-source.js';
import { minuteOf } from './reopen-uats.js';
import { runStage, type StageContext } from './run-stage.js';
import { newUatSlug } from './uat-address.js';
import { newOrigin } from './uat-origin.js';

/** Time to wait for a free slot before the stage counts as failed and is tried again later. */
const WAIT_FOR_SLOT_MS = 60_000;
const LOGIN = 'admin';

interface Opened {
  readonly slug: string;
  readonly lease: PoolLease;
  readonly sandbox: Sandbox;
  /** Null of the first one. */
  readonly note: Note | null;
}

/**
 * Stage `opening_uat`: a fresh Odoo with the module installed, kept up for the person; `uat_opened` once it answers.
 * What a run before this one left behind is taken down first, so running it again after a crash is safe.
 */
export async function openUat(app: App, sessionId: string): Promise<Session | null> {
  let opened: Opened | null = null;
  const session = await runStage(app, sessionId, 'opening_uat', async (ctx) => {
    opened = await open(app, ctx);
    return { type: 'uat_opened', slug: opened.slug, ...(opened.note === null ? {} : { note: opened.note }) };
  });
  if (opened) await closeUnlessCurrent(app, sessionId, opened);
  return session;
}

async function open(app: App, ctx: StageContext): Promise<Opened> {
  const { pool, config } = app;
  if (!pool) throw dockerNotConfigured();
  const sessionId = ctx.session.id;
  await endEarlierRun(app, ctx, pool, 'uat');
  const digest = ctx.session.module ?? '';
  const source = await loadModuleSource(app.artifacts, ctx.session);
  await ctx.progress('Waiting for a free place for the Odoo');
  const leaseMs = config.OMB_UAT_LEASE_SECONDS * 1000;
  const onPlace = (place: number): void => void ctx.progress(placeInLine(place, 'Odoo'));
  const lease = await pool.acquire({ sessionId, purpose: 'uat', ttlMs: leaseMs, waitMs: WAIT_FOR_SLOT_MS, onPlace, signal: ctx.signal });
  const letGo = holdPlace(app, lease, leaseMs);
  const slug = newUatSlug();
  const lifeMs = config.OMB_UAT_TTL_SECONDS * 1000;
  let sandbox: Sandbox | null = null;
  try {
    await lease.host.destroySession(sessionId, 'uat');
    await ctx.progress('Starting an Odoo of its own for this session');
    const expiresAt = new Date(app.clock.now().getTime() + lifeMs);
    sandbox = await lease.host.open({ sessionId, purpose: 'uat', slug, fence: lease.fence, expiresAt, apps: appsOf(source.spec.depends), progress: (message) => void ctx.progress(message), signal: ctx.signal });
    const earlier = await app.uatStates.find(sessionId, digest);
    const state = earlier?.state ?? null;
    const { login, password } = earlier ?? { login: LOGIN, password: randomBytes(15).toString('base64url') };
    const { entryPath } = await app.liveOdoo.start(sandbox, {
      module: source.spec.name,
      files: [...source.files, ...source.tests],
      demo: source.spec.demo.length > 0,
      publicUrl: await newOrigin(app, slug),
      login,
      password,
      ...(state === null ? {} : { state }),
      signal: ctx.signal,
      progress: ctx.progress,
    });
    await app.uatStates.begin({ sessionId, module: digest, login, password, lifeMs, written: await app.liveOdoo.written(sandbox) });
    await app.uats.save({ slug, sessionId, sandboxId: sandbox.id, host: lease.host.name, leaseId: lease.leaseId, login, password, entryPath, createdAt: app.clock.now() });
    return { slug, lease, sandbox, note: earlier && reopened(earlier) };
  } catch (error) {
    await end(app, { lease, sandbox });
    throw error;
  } finally {
    letGo();
  }
}

/** Of an instance whose session goes on without it. Where that cannot be done, the reaper does it. */
async function end(app: App, { lease, sandbox }: { readonly lease: PoolLease; readonly sandbox: Sandbox | null }): Promise<void> {
  await sandbox?.destroy().catch((error: unknown) => app.log.warn({ err: error, sessionId: lease.sessionId }, 'a UAT instance could not be taken down, the reaper will'));
  await app.pool?.release(lease.leaseId);
}

function reopened({ state }: EarlierUat): Note {
  const as = state === null ? 'as it was at first: nothing had been kept of what was entered' : `as it was at ${minuteOf(state.keptAt)}; what was entered after that is gone`;
  return { code: 'uat_reopened', message: `Your Odoo was opened again, at another address, ${as}. Ask for a new link to go on.` };
}

/** The session may have been cancelled, or taken over by another worker, while Odoo was starting. */
async function closeUnlessCurrent(app: App, sessionId: string, opened: Opened): Promise<void> {
  const session = await app.store.find(sessionId);
  if (session?.uatSlug === opened.slug) return;
  await app.uats.remove(opened.slug);
  await end(app, opened);
  app.log.info({ sessionId, slug: opened.slug }, 'UAT instance taken down: the session went on without it');
}
