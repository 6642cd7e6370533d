import type { ModuleFile } from '../../domain/module-file.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';

/** `data/desk_stage_stages.xml`: the stages that a module brings, a file for each model of stages. People change them, so updates leave them alone. */
export function stageFiles(index: SpecIndex): ModuleFile[] {
  return index.models.flatMap(({ stages }) => (stages === undefined ? [] : [{
    path: `data/${underscored(stages.model)}_stages.xml`,
    content: xmlDocument(element('odoo', { noupdate: '1' }, stages.options.map(({ id, label, fold, closed }, at) => element('record', { id, model: stages.model },
      element('field', { name: 'name' }, label),
      element('field', { name: 'sequence' }, String((at + 1) * 10)),
      fold && element('field', { name: 'fold', eval: 'True' }),
      closed && element('field', { name: 'closed', eval: 'True' }))))),
  }]));
}
