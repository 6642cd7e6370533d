import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { SandboxPurpose } from '../../../src/ports/sandbox.js';
import type { Operation } from '../../shared/operation.js';
import { poolOf } from '../../shared/pool-of.js';

const fields: readonly INodeProperties[] = [
  { displayName: 'Session ID', name: 'sessionId', type: 'string', required: true, default: '={{ $json.sessionId }}', description: 'The session that the place is for' },
  {
    displayName: 'Purpose',
    name: 'purpose',
    type: 'options',
    options: [{ name: 'Test', value: 'test' }, { name: 'User Testing', value: 'uat' }],
    default: 'test',
    description: 'Tests and user testing have places of their own',
  },
  { displayName: 'Lifetime (Seconds)', name: 'ttl', type: 'number', typeOptions: { minValue: 10 }, default: 600, description: 'After this the lease ends by itself unless it is renewed' },
  { displayName: 'Wait (Seconds)', name: 'wait', type: 'number', typeOptions: { minValue: 0 }, default: 60, description: 'How long to wait for a free place' },
];

export const acquire: Operation = {
  value: 'acquire',
  name: 'Acquire',
  action: 'Acquire a place',
  description: 'Take a lease on a place for a sandbox, waiting for one if all are taken',
  fields,
  async execute(context, itemIndex) {
    const pool = await poolOf(context, itemIndex);
    const lease = await pool.acquire({
      sessionId: context.getNodeParameter('sessionId', itemIndex) as string,
      purpose: context.getNodeParameter('purpose', itemIndex) as SandboxPurpose,
      ttlMs: (context.getNodeParameter('ttl', itemIndex) as number) * 1000,
      waitMs: (context.getNodeParameter('wait', itemIndex) as number) * 1000,
    });
    const { leaseId, sessionId, purpose, fence, host, expiresAt } = lease;
    return [{ leaseId, sessionId, purpose, fence, host: host.name, expiresAt: expiresAt.toISOString() } satisfies IDataObject];
  },
};
