import type { ModuleFile } from '../../domain/module-file.js';
import { jobMethod } from '../models/effect-methods.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { modelField } from './model-ref.js';

export const JOBS_PATH = 'data/ir_cron_data.xml';

/** The scheduled jobs; what an administrator changes about them survives updates of the module. */
export function jobsFile(index: SpecIndex): ModuleFile | null {
  const records = index.spec.jobs.map((job) => element('record', { id: job.id, model: 'ir.cron' },
    element('field', { name: 'name' }, `${index.spec.title}: ${job.label}`),
    modelField('model_id', job.model, index),
    element('field', { name: 'state' }, 'code'),
    element('field', { name: 'code' }, `model.${jobMethod(job)}()`),
    element('field', { name: 'interval_number' }, String(job.every)),
    element('field', { name: 'interval_type' }, job.unit),
    element('field', { name: 'user_id', ref: 'base.user_root' })));
  return records.length === 0 ? null : { path: JOBS_PATH, content: xmlDocument(element('odoo', { noupdate: '1' }, records)) };
}
