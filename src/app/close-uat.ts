import type { App } from './app.js';

/**
 * Takes a session's UAT instance down: links, container, volume, socket directory, slot. Calling it twice is fine.
 * In a process without a Docker host only the links die at once; the reaper does the rest (`reapUat`).
 */
export async function closeUat(app: App, sessionId: string): Promise<void> {
  const instance = await app.uats.findBySession(sessionId);
  if (instance) await app.uats.remove(instance.slug);
  const lease = await app.pool?.find(sessionId, 'uat');
  if (!lease) return;
  await lease.host.destroySession(sessionId, 'uat');
  await app.pool?.release(lease.leaseId);
}
