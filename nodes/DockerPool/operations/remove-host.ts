import { removeHost as remove } from '../../../src/app/hosts/remove-host.js';
import { appOf } from '../../shared/app-of.js';
import type { Operation } from '../../shared/operation.js';
import { hostNameField } from './host-name.js';

export const removeHost: Operation = {
  value: 'removeHost',
  name: 'Remove Host',
  action: 'Remove a Docker host',
  description: 'Take a host out of the pool, once nothing runs on it',
  fields: [hostNameField, { displayName: 'It Is Gone for Good', name: 'isGone', type: 'boolean', default: false, description: 'Whether to give up what ran on it: its tests are done again on other hosts' }],
  async execute(context, itemIndex) {
    return [await remove(await appOf(context, itemIndex, { docker: true }), context.getNodeParameter('hostName', itemIndex) as string, context.getNodeParameter('isGone', itemIndex) as boolean)];
  },
};
