import type { IDataObject } from 'n8n-workflow';
import { poolOf } from '../../shared/pool-of.js';
import type { Operation } from '../../shared/operation.js';

export const status: Operation = {
  value: 'status',
  name: 'Get Status',
  action: 'Get the status of the pool',
  description: 'Each Docker host with its state, slots and how many are in use',
  fields: [],
  async execute(context, itemIndex) {
    const { hosts } = await (await poolOf(context, itemIndex)).status();
    return hosts.map((host) => ({ ...host }) as IDataObject);
  },
};
