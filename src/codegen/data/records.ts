import type { ModuleFile } from '../../domain/module-file.js';
import type { DemoRecord, RecordData } from '../../domain/module-spec/module-spec.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { fieldValue } from './field-value.js';

export const dataPath = (module: string): string => `data/${module}_data.xml`;
export const demoPath = (module: string): string => `demo/${module}_demo.xml`;

/** Records of data or demo data, in the order of the spec; buttons are pressed right after their record. */
export function recordsFile(path: string, records: readonly (RecordData | DemoRecord)[], index: SpecIndex): ModuleFile | null {
  if (records.length === 0) return null;
  const nodes = records.flatMap((record) => [element('record', { id: record.id, model: record.model },
    Object.entries(record.values).map(([name, value]) => fieldValue(name, value, index))),
    ...('press' in record ? record.press : []).map((button) => element('function', { model: record.model, name: button }, element('value', { eval: `[ref('${record.id}')]` }))),
  ]);
  return { path, content: xmlDocument(element('odoo', { noupdate: '1' }, nodes)) };
}
