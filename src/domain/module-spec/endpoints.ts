import { z } from 'zod/v4';
import { expression, fieldName, modelName, recordId, values } from './primitives.js';

/** An address at which other programs read or create records. */
export const endpoint = z.strictObject({
  id: recordId.describe('the method, e.g. open_courses'),
  route: z.string().regex(/^\/[a-z0-9_-]+(\/[a-z0-9_-]+){0,6}$/).max(120).describe('e.g. /api/courses'),
  type: z.enum(['json', 'http']).default('json').describe('json: JSON-RPC by POST; http: plain GET to read, POST of a JSON object to create'),
  auth: z.enum(['user', 'public', 'bearer']).default('user').describe('user: who is signed in; bearer: by an API key of a user; public: everybody'),
  does: z.enum(['read', 'create']).default('read'),
  model: modelName,
  where: expression.optional().describe('read: which records'),
  fields: z.array(fieldName).min(1).max(40).describe('read: what each record shows; create: what the caller may fill in'),
  set: values.default({}).describe('create: what the caller does not choose'),
  limit: z.number().int().min(1).max(1000).default(80).describe('read: most records in one answer'),
});

export type Endpoint = z.output<typeof endpoint>;
