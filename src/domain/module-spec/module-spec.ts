import { z } from 'zod/v4';
import { criterion } from './acceptance.js';
import { endpoint } from './endpoints.js';
import { job, mailTemplate, report, setting, wizard } from './behaviour.js';
import { model } from './models.js';
import { label, modelName, moduleName, recordId, recordRef, sentence, values } from './primitives.js';
import { hooks, migration } from './upkeep.js';

export const ODOO_VERSIONS = ['19.0'] as const;

export const group = z.strictObject({
  id: recordId.describe('e.g. group_librarian'),
  label,
  implies: z.array(recordRef).max(10).default([]).describe('groups whose rights it includes'),
  comment: z.string().max(500).optional(),
  privilege: label.optional().describe('the heading below which administrators choose it; the module’s title when left out'),
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

/** Demo data tells a story: records go through the same buttons as in life. */
export const demoRecord = record.extend({ press: z.array(recordId).max(10).default([]).describe('buttons pressed afterwards, in this order, e.g. [action_lend]') });

const language = z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/).describe('as Odoo’s files are called, e.g. de or pt_BR');

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
  maintainers: z.array(z.string().regex(/^[A-Za-z0-9-]{1,39}$/)).max(10).default([]).describe('who looks after it: names on GitHub'),
  developmentStatus: z.enum(['Alpha', 'Beta', 'Production/Stable', 'Mature']).default('Beta'),
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
  demo: z.array(demoRecord).max(300).default([]),
  endpoints: z.array(endpoint).max(40).default([]).describe('addresses for other programs'),
  hooks: hooks.default({}).describe('what happens once, when the module comes or goes'),
  migrations: z.array(migration).max(40).default([]).describe('what becomes of the data of older versions'),
  languages: z.array(language).max(20).default([]).describe('besides English; each gets a translation file'),
  translations: z.record(language, z.record(z.string().min(1).max(10_000), z.string().max(10_000))).default({}).describe('by language: an English text of the module and what it is called there'),
  mailTemplates: z.array(mailTemplate).max(40).default([]),
  jobs: z.array(job).max(40).default([]).describe('what happens by itself'),
  wizards: z.array(wizard).max(30).default([]),
  settings: z.array(setting).max(40).default([]),
  reports: z.array(report).max(30).default([]).describe('documents to print'),
});

export type ModuleSpec = z.output<typeof moduleSpec>;
/** What a person may write: keys with defaults left out. */
export type ModuleSpecInput = z.input<typeof moduleSpec>;
export type Group = z.output<typeof group>;
export type Menu = z.output<typeof menu>;
export type RecordData = z.output<typeof record>;
export type DemoRecord = z.output<typeof demoRecord>;
export type Question = z.output<typeof question>;
