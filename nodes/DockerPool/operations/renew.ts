import type { Operation } from '../../shared/operation.js';
import { poolOf } from '../../shared/pool-of.js';

export const renew: Operation = {
  value: 'renew',
  name: 'Renew',
  action: 'Renew a lease',
  description: 'Let a lease live on from now; one that has run out or was given back is not renewed',
  fields: [
    { displayName: 'Lease ID', name: 'leaseId', type: 'string', required: true, default: '={{ $json.leaseId }}', description: 'As Acquire returned it' },
    { displayName: 'Fence', name: 'fence', type: 'number', required: true, default: 0, description: 'As Acquire returned it' },
    { displayName: 'Lifetime (Seconds)', name: 'ttl', type: 'number', typeOptions: { minValue: 10 }, default: 600, description: 'After this the lease ends by itself unless it is renewed again' },
  ],
  async execute(context, itemIndex) {
    const leaseId = context.getNodeParameter('leaseId', itemIndex) as string;
    const fence = context.getNodeParameter('fence', itemIndex) as number;
    const renewed = await (await poolOf(context, itemIndex)).renew({ leaseId, fence }, (context.getNodeParameter('ttl', itemIndex) as number) * 1000);
    return [{ leaseId, renewed }];
  },
};
