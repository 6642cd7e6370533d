import type { Access, Model } from '../../domain/module-spec/models.js';
import type { ModuleFile } from '../../domain/module-file.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { csvCell } from '../text/csv-cell.js';

export const ACCESS_PATH = 'security/ir.model.access.csv';
const HEADER = ['id', 'name', 'model_id:id', 'group_id:id', 'perm_read', 'perm_write', 'perm_create', 'perm_unlink'];

/** What the specification says of a model; customers read what the portal shows besides, and a rule says which records. */
export function rightsOf(model: Model): readonly Access[] {
  const isSaid = model.access.some(({ group }) => group === 'base.group_portal');
  return model.portal === undefined || isSaid ? model.access : [...model.access, { group: 'base.group_portal', read: true, write: false, create: false, delete: false }];
}

/** The access matrix: one row for each model and group. */
export function accessFile(index: SpecIndex): ModuleFile | null {
  const bit = (right: boolean): string => (right ? '1' : '0');
  const rows = index.models.flatMap((model) => rightsOf(model).map((access) => {
    const group = access.group.replaceAll('.', '_');
    return [`access_${underscored(model.name)}_${group}`, `${model.name} ${group}`, `model_${underscored(model.name)}`, index.xmlId(access.group), bit(access.read), bit(access.write), bit(access.create), bit(access.delete)];
  }));
  if (rows.length === 0) return null;
  return { path: ACCESS_PATH, content: [HEADER, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('') };
}
