import { drainHost as drain } from '../../../src/app/hosts/drain-host.js';
import { appOf } from '../../shared/app-of.js';
import type { Operation } from '../../shared/operation.js';
import { hostNameField } from './host-name.js';

export const drainHost: Operation = {
  value: 'drainHost',
  name: 'Drain Host',
  action: 'Drain a Docker host',
  description: 'Start no new sandbox on a host, and end those that still run at the deadline',
  fields: [hostNameField, { displayName: 'Deadline (Minutes)', name: 'minutes', type: 'number', typeOptions: { minValue: 0 }, default: 60, description: 'How long what runs there may go on; tests that are cut off are done again elsewhere' }],
  async execute(context, itemIndex) {
    return [await drain(await appOf(context, itemIndex, { docker: true }), context.getNodeParameter('hostName', itemIndex) as string, context.getNodeParameter('minutes', itemIndex) as number)];
  },
};
