import { z } from 'zod/v4';
import { criterion } from './acceptance.js';
import { model } from './models.js';
import { label, modelName, moduleName, recordId, recordRef, sentence, values } from './primitives.js';

export const ODOO_VERSIONS = ['19.0'] as const;

export const group = z.strictObject({
  id: recordId.describe('e.g. group_librarian'),
  label,
  implies: z.array(recordRef).max(10).default([]).describe('groups whose rights it includes'),
  comment: z.string().max(500).optional(),
});

export const menu = z.strictObject({
  id: recordId,
  label,
  parent: recordRef.optional().describe('the module’s own root menu when left out'),
  model: modelName.optional().describe('the list that it opens; a menu without one holds others'),
  sequence: z.number().int().min(0).max(10_000).optional(),
  groups: z.array(recordRef).max(10).default([]),
});

/** A record of data or demo data. Texts after `=` name other records or compute a value. */
export const record = z.strictObject({ id: recordId, model: modelName, values });

export const question = z.strictObject({
  id: z.string().regex(/^Q-[1-9][0-9]{0,2}$/),
  question: sentence,
  suggestions: z.array(label).max(6).default([]),
  answer: z.string().max(2000).optional(),
});

/** All that a module is. Keys left out get defaults; what spans several keys is a law (laws.ts). */
export const moduleSpec = z.strictObject({
  name: moduleName,
  title: label,
  summary: z.string().min(1).max(200),
  description: z.string().max(10_000).default(''),
  category: z.string().max(80).default('Services'),
  author: z.string().max(120).default('Odoo Module Builder'),
  website: z.url().max(200).optional(),
  license: z.enum(['LGPL-3', 'AGPL-3', 'GPL-3', 'OPL-1']).default('LGPL-3'),
  odooVersion: z.enum(ODOO_VERSIONS).default('19.0'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/).default('1.0.0').describe('the module’s own part, printed as 19.0.1.0.0'),
  depends: z.array(moduleName).max(30).default([]).describe('Odoo apps it builds on; base and mail are added where needed'),
  application: z.boolean().default(true),
  acceptance: z.array(criterion).min(1).max(60),
  assumptions: z.array(sentence).max(40).default([]),
  openQuestions: z.array(question).max(20).default([]),
  groups: z.array(group).max(20).default([]),
  models: z.array(model).max(60).default([]),
  menus: z.array(menu).max(60).default([]).describe('one for each new model below a root menu when left out'),
  data: z.array(record).max(300).default([]),
  demo: z.array(record).max(300).default([]),
});

export type ModuleSpec = z.output<typeof moduleSpec>;
/** What a person may write: keys with defaults left out. */
export type ModuleSpecInput = z.input<typeof moduleSpec>;
export type Group = z.output<typeof group>;
export type Menu = z.output<typeof menu>;
export type RecordData = z.output<typeof record>;
export type Question = z.output<typeof question>;
