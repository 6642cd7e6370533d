import { z } from 'zod/v4';
import { expression, fieldName, modelName, values, words } from './primitives.js';

/** Fields of records that are there, set when the module comes, goes, or gets a new version. */
export const bulkSet = z.strictObject({
  model: modelName,
  where: expression.optional().describe('which records; all when left out'),
  values,
});

export const hook = z.strictObject({
  set: z.array(bulkSet).max(20).default([]),
  words: words.optional().describe('what else happens, in words'),
});

export const hooks = z.strictObject({
  beforeInstall: hook.optional().describe('before the module’s tables are there: only models of other modules'),
  afterInstall: hook.optional(),
  beforeUninstall: hook.optional(),
});

/** What a new version does to the data of the one before it. Odoo runs it once, when the module is updated from an older version. */
export const migration = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/).describe('the version that brings it, e.g. 1.1.0; at most the module’s own'),
  models: z.array(z.strictObject({ from: modelName, to: modelName })).max(20).default([]).describe('models that were renamed'),
  fields: z.array(z.strictObject({ model: modelName, from: fieldName, to: fieldName })).max(60).default([]).describe('fields that were renamed; `model` by its new name'),
  options: z.array(z.strictObject({ model: modelName, field: fieldName, from: fieldName, to: fieldName })).max(60).default([]).describe('values of a selection or states that were renamed'),
  set: z.array(bulkSet).max(20).default([]).describe('fields to fill in afterwards'),
});

export type BulkSet = z.output<typeof bulkSet>;
export type Hook = z.output<typeof hook>;
export type Hooks = z.output<typeof hooks>;
export type Migration = z.output<typeof migration>;
