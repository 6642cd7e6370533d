import type { Operation } from '../../shared/operation.js';
import { poolOf } from '../../shared/pool-of.js';

export const release: Operation = {
  value: 'release',
  name: 'Release',
  action: 'Release a place',
  description: 'Give a place back; releasing it twice is fine',
  fields: [{ displayName: 'Lease ID', name: 'leaseId', type: 'string', required: true, default: '={{ $json.leaseId }}', description: 'As Acquire returned it' }],
  async execute(context, itemIndex) {
    const leaseId = context.getNodeParameter('leaseId', itemIndex) as string;
    await (await poolOf(context, itemIndex)).release(leaseId);
    return [{ leaseId, released: true }];
  },
};
