import type { ModuleFile } from '../../domain/module-file.js';
import type { RecordData } from '../../domain/module-spec/module-spec.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { fieldValue } from './field-value.js';

export const dataPath = (module: string): string => `data/${module}_data.xml`;
export const demoPath = (module: string): string => `demo/${module}_demo.xml`;

/** Records of data or demo data, in the order of the spec. */
export function recordsFile(path: string, records: readonly RecordData[], index: SpecIndex): ModuleFile | null {
  if (records.length === 0) return null;
  const nodes = records.map((record) => element('record', { id: record.id, model: record.model },
    Object.entries(record.values).map(([name, value]) => fieldValue(name, value, index))));
  return { path, content: xmlDocument(element('odoo', { noupdate: '1' }, nodes)) };
}
