import type { IDataObject } from 'n8n-workflow';
import type { NextStage } from '../../src/app/api/api.js';
import type { Operation } from './operation.js';
import { triggerStage } from './trigger-stage.js';

/**
 * Triggers the stage that the item before names as `next`; no item when there is none. It reads the item itself: an
 * expression costs n8n more than the whole of this.
 */
export const trigger: Operation = {
  value: 'trigger',
  name: 'Trigger Next Stage',
  action: 'Trigger the next stage',
  description: 'Call the webhook of the stage that comes next; nothing when the session waits for a person or has ended',
  fields: [],
  async execute(context, itemIndex) {
    const next = (context.getInputData()[itemIndex]?.json['next'] ?? null) as NextStage | null;
    if (next === null) return [];
    await triggerStage(await context.getCredentials('httpHeaderAuth', itemIndex), next);
    return [{ ...next } satisfies IDataObject];
  },
};
