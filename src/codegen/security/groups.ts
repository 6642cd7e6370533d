import type { ModuleFile } from '../../domain/module-file.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { commands } from '../data/commands.js';
import { categoryRef } from './category.js';

export const GROUPS_PATH = 'security/groups.xml';

/** A privilege with the module's groups; administrators get each group that no other of them includes. */
export function groupsFile(index: SpecIndex): ModuleFile | null {
  const { spec } = index;
  if (spec.groups.length === 0) return null;
  const privilege = `${spec.name}_privilege`;
  const implied = new Set(spec.groups.flatMap((group) => group.implies));
  const category = categoryRef(spec.category);
  return {
    path: GROUPS_PATH,
    content: xmlDocument(element('odoo', {},
      element('record', { id: privilege, model: 'res.groups.privilege' },
        element('field', { name: 'name' }, spec.title),
        category !== null && element('field', { name: 'category_id', ref: category })),
      spec.groups.map((group, i) => element('record', { id: group.id, model: 'res.groups' },
        element('field', { name: 'name' }, group.label),
        element('field', { name: 'sequence' }, String((i + 1) * 10)),
        element('field', { name: 'privilege_id', ref: privilege }),
        group.comment !== undefined && group.comment !== '' && element('field', { name: 'comment' }, group.comment),
        element('field', { name: 'implied_ids', eval: commands('link', group.implies.length > 0 ? group.implies : ['base.group_user']) }),
        !implied.has(group.id) && !implied.has(`${spec.name}.${group.id}`) && element('field', { name: 'user_ids', eval: commands('link', ['base.user_root', 'base.user_admin']) }))))),
  };
}
