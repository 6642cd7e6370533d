import type { App } from './app.js';
import { dockerNotConfigured } from './docker-not-configured.js';
import { keepUats } from './keep-uats.js';
import { reopenUats } from './reopen-uats.js';

export interface Tended {
  readonly leases: number;
  readonly containers: number;
  /** States of live instances that were kept. */
  readonly states: number;
  /** Live instances that are opened again. */
  readonly reopened: number;
}

/** One round of looking after the pool. Instances first: a lease that ran out while no process lived is renewed before the reaper sees it. */
export async function tendPool(app: App): Promise<Tended> {
  if (app.pool === null) throw dockerNotConfigured();
  await app.uatStates.forget();
  const states = await keepUats(app);
  const { leases, containers } = await app.pool.reap();
  return { leases, containers, states, reopened: await reopenUats(app) };
}
