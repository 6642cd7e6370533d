import { BuilderError } from '../domain/errors.js';
import type { LostUat } from '../ports/uat-states.js';
import type { App } from './app.js';

/** 2026-11-26 12:03 UTC */
export const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/**
 * Sends sessions whose live instance has ended before its time (its host died, was started anew, drained or removed) back to
 * `opening_uat`, if there is a place for another one; else they wait. Only one process succeeds with each.
 * @returns how many
 */
export async function reopenUats(app: App): Promise<number> {
  let reopened = 0;
  for (const uat of await app.uatStates.lost()) {
    try {
      await app.store.apply(uat.sessionId, { type: 'uat_lost', note: { code: 'uat_lost', message: sentence(uat) } }, { expectedVersion: uat.version });
      reopened += 1;
    } catch (error) {
      // The person spoke at this very moment, or another process was first.
      if (!(error instanceof BuilderError) || error.kind !== 'conflict') throw error;
      continue;
    }
    const instance = await app.uats.findBySession(uat.sessionId);
    if (instance) await app.pool?.release(instance.leaseId);
  }
  return reopened;
}

function sentence({ keptAt }: LostUat): string {
  const state = keptAt === null ? 'as it was at first' : `as it was at ${minuteOf(keptAt)}`;
  return `The Odoo that you tried has ended, because its Docker host is away, was started anew or is taken out of service. It is opened again, on another host if need be, ${state}.`;
}
