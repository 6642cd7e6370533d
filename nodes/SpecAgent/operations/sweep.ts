import type { IDataObject } from 'n8n-workflow';
import { sweep as sweepSessions } from '../../../src/app/sweep.js';
import { appOf } from '../../shared/app-of.js';
import type { Operation } from '../../shared/operation.js';

export const sweep: Operation = {
  value: 'sweep',
  name: 'Sweep Sessions',
  action: 'Sweep sessions',
  description: 'Find sessions whose worker died and end those that waited too long; one item for each stage to trigger again',
  fields: [],
  async execute(context, itemIndex) {
    const stages = await sweepSessions(await appOf(context, itemIndex, { docker: true }));
    return stages.map((next) => ({ sessionId: next.sessionId, stage: next.stage, next }) as unknown as IDataObject);
  },
};
