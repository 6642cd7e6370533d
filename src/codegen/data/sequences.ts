import type { ModuleFile } from '../../domain/module-file.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';

export const SEQUENCES_PATH = 'data/ir_sequence_data.xml';

/** One sequence for each numbered model that all companies share; its counter survives updates of the module. */
export function sequencesFile(index: SpecIndex): ModuleFile | null {
  const records = index.models.flatMap((model) => (model.sequence === undefined || model.sequence.perCompany ? [] : [element('record', { id: `seq_${underscored(model.name)}`, model: 'ir.sequence' },
    element('field', { name: 'name' }, model.label),
    element('field', { name: 'code' }, model.name),
    model.sequence.prefix !== '' && element('field', { name: 'prefix' }, model.sequence.prefix),
    element('field', { name: 'padding' }, String(model.sequence.padding)),
    // A year's counter in a table goes with the module; one of PostgreSQL's own would stay behind.
    model.sequence.yearly && element('field', { name: 'use_date_range', eval: 'True' }),
    model.sequence.yearly && element('field', { name: 'implementation' }, 'no_gap'),
    element('field', { name: 'company_id', eval: 'False' }))]));
  return records.length === 0 ? null : { path: SEQUENCES_PATH, content: xmlDocument(element('odoo', { noupdate: '1' }, records)) };
}
