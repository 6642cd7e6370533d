import { z } from 'zod/v4';
import { fieldName, recordId } from './primitives.js';

/** Pages below /my where customers see their own records of a model, and nobody else's. */
export const portal = z.strictObject({
  customer: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/).default('partner_id').describe('path to the contact whose record it is, e.g. partner_id; the whole company of the contact sees it'),
  path: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/).describe('end of the address, e.g. repairs for /my/repairs'),
  list: z.array(fieldName).min(1).max(8).describe('columns besides the record’s name'),
  detail: z.array(fieldName).max(40).default([]).describe('fields of the page of one record; those of the list when left out'),
  report: recordId.optional().describe('id of a report of the model: the customer gets it as a PDF from the page of the record'),
});

export type Portal = z.output<typeof portal>;
