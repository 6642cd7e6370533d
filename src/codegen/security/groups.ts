import type { ModuleFile } from '../../domain/module-file.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { commands } from '../data/commands.js';
import { categoryRef } from './category.js';

export const GROUPS_PATH = 'security/groups.xml';

/** The module's groups below their privileges; administrators get each group that no other of them includes. */
export function groupsFile(index: SpecIndex): ModuleFile | null {
  const { spec } = index;
  if (spec.groups.length === 0) return null;
  const implied = new Set(spec.groups.flatMap((group) => group.implies));
  const category = categoryRef(spec.category);
  const headings = [...new Set(spec.groups.map(({ privilege }) => privilege ?? spec.title))];
  const privilege = (heading: string): string => (heading === spec.title ? `${spec.name}_privilege` : `${spec.name}_privilege_${headings.filter((other) => other !== spec.title).indexOf(heading) + 1}`);
  return {
    path: GROUPS_PATH,
    content: xmlDocument(element('odoo', {},
      headings.map((heading) => element('record', { id: privilege(heading), model: 'res.groups.privilege' },
        element('field', { name: 'name' }, heading),
        category !== null && element('field', { name: 'category_id', ref: category }))),
      spec.groups.map((group, i) => element('record', { id: group.id, model: 'res.groups' },
        element('field', { name: 'name' }, group.label),
        element('field', { name: 'sequence' }, String((i + 1) * 10)),
        element('field', { name: 'privilege_id', ref: privilege(group.privilege ?? spec.title) }),
        group.comment !== undefined && group.comment !== '' && element('field', { name: 'comment' }, group.comment),
        element('field', { name: 'implied_ids', eval: commands('link', group.implies.length > 0 ? group.implies : ['base.group_user']) }),
        !implied.has(group.id) && !implied.has(`${spec.name}.${group.id}`) && element('field', { name: 'user_ids', eval: commands('link', ['base.user_root', 'base.user_admin']) }))))),
  };
}
