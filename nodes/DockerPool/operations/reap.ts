import { tendPool } from '../../../src/app/tend-pool.js';
import { appOf } from '../../shared/app-of.js';
import type { Operation } from '../../shared/operation.js';

export const reap: Operation = {
  value: 'reap',
  name: 'Reap',
  action: 'Reap orphaned sandboxes',
  description: 'Keep what people entered in live instances, open those again whose host has died, end expired leases and remove containers that no living session owns',
  fields: [],
  async execute(context, itemIndex) {
    return [{ ...(await tendPool(await appOf(context, itemIndex, { docker: true }))) }];
  },
};
