import type { Operation } from '../../shared/operation.js';
import { poolOf } from '../../shared/pool-of.js';

export const reap: Operation = {
  value: 'reap',
  name: 'Reap',
  action: 'Reap orphaned sandboxes',
  description: 'End expired leases and remove containers that no living session owns',
  fields: [],
  async execute(context, itemIndex) {
    const { leases, containers } = await (await poolOf(context, itemIndex)).reap();
    return [{ leases, containers }];
  },
};
