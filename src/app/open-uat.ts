import { randomBytes } from 'node:crypto';
import { appsOf } from '../domain/base-modules.js';
import type { Session } from '../domain/session.js';
import type { PoolLease, Sandbox } from '../ports/sandbox.js';
import type { App } from './app.js';
import { closeUat } from './close-uat.js';
import { dockerNotConfigured } from './docker-not-configured.js';
import { loadModuleSource } from './module-source.js';
import { runStage, type StageContext } from './run-stage.js';
import { newUatSlug, uatOrigin } from './uat-address.js';

/** Time to wait for a free slot before the stage counts as failed and is tried again later. */
const WAIT_FOR_SLOT_MS = 60_000;
const LOGIN = 'admin';

interface Opened {
  readonly slug: string;
  readonly lease: PoolLease;
  readonly sandbox: Sandbox;
}

/**
 * Stage `opening_uat`: a fresh Odoo with the module installed, kept up for the person; `uat_opened` once it answers.
 * What a run before this one left behind is taken down first, so running it again after a crash is safe.
 */
export async function openUat(app: App, sessionId: string): Promise<Session | null> {
  let opened: Opened | null = null;
  const session = await runStage(app, sessionId, 'opening_uat', async (ctx) => {
    opened = await open(app, ctx);
    return { type: 'uat_opened', slug: opened.slug };
  });
  if (opened) await closeUnlessCurrent(app, sessionId, opened);
  return session;
}

async function open(app: App, ctx: StageContext): Promise<Opened> {
  const { pool, config } = app;
  if (!pool) throw dockerNotConfigured();
  const sessionId = ctx.session.id;
  await closeUat(app, sessionId);
  const source = await loadModuleSource(app.artifacts, ctx.session);
  await ctx.progress('Waiting for a free place for the Odoo');
  const lease = await pool.acquire({ sessionId, purpose: 'uat', ttlMs: config.OMB_UAT_TTL_SECONDS * 1000, waitMs: WAIT_FOR_SLOT_MS, signal: ctx.signal });
  const slug = newUatSlug();
  let sandbox: Sandbox | null = null;
  try {
    await lease.host.destroySession(sessionId, 'uat');
    await ctx.progress('Starting an Odoo of its own for this session');
    sandbox = await lease.host.open({ sessionId, purpose: 'uat', slug, fence: lease.fence, expiresAt: lease.expiresAt, apps: appsOf(source.spec.depends), progress: (message) => void ctx.progress(message), signal: ctx.signal });
    const password = randomBytes(15).toString('base64url');
    const { entryPath } = await app.liveOdoo.start(sandbox, {
      module: source.spec.name,
      files: [...source.files, ...source.tests],
      demo: source.spec.demo.length > 0,
      publicUrl: uatOrigin(config, slug),
      login: LOGIN,
      password,
      signal: ctx.signal,
      progress: ctx.progress,
    });
    await app.uats.save({ slug, sessionId, sandboxId: sandbox.id, host: lease.host.name, leaseId: lease.leaseId, login: LOGIN, password, entryPath, createdAt: app.clock.now() });
    return { slug, lease, sandbox };
  } catch (error) {
    await sandbox?.destroy();
    await pool.release(lease.leaseId);
    throw error;
  }
}

/** The session may have been cancelled, or taken over by another worker, while Odoo was starting. */
async function closeUnlessCurrent(app: App, sessionId: string, opened: Opened): Promise<void> {
  const session = await app.store.find(sessionId);
  if (session?.uatSlug === opened.slug) return;
  await app.uats.remove(opened.slug);
  await opened.sandbox.destroy();
  await app.pool?.release(opened.lease.leaseId);
  app.log.info({ sessionId, slug: opened.slug }, 'UAT instance taken down: the session went on without it');
}
