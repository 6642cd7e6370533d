import { nearest } from '../../nearest.js';
import type { SpecNames } from './spec-names.js';
import type { Law, Tell } from './law.js';

const BASE_GROUPS = ['base.group_user', 'base.group_system', 'base.group_portal', 'base.group_public', 'base.group_no_one', 'base.group_erp_manager', 'base.group_multi_company', 'base.group_partner_manager', 'base.group_allow_export', 'base.group_multi_currency'];

/** Tells if a group is neither ours nor one of an app that the module builds on. */
export function checkGroup(names: SpecNames, ref: string, path: string, tell: Tell): void {
  const own = names.spec.groups.map(({ id }) => id);
  const [module, id] = ref.split('.');
  if (id === undefined || module === names.spec.name) {
    if (!own.includes(id ?? ref)) tell(path, `There is no group \`${ref}\` in this module.`, nearest(ref, [...own, ...BASE_GROUPS]) || 'Add it to groups, or name one of Odoo such as base.group_user.');
  } else if (module === 'base') {
    if (!BASE_GROUPS.includes(ref)) tell(path, `\`base\` has no group \`${ref}\`.`, nearest(ref, BASE_GROUPS) || `There are: ${BASE_GROUPS.join(', ')}.`);
  } else if (module !== undefined && !names.brought.has(module)) {
    tell(path, `The group \`${ref}\` belongs to \`${module}\`, which is not in depends.`, `Add \`${module}\` to depends.`);
  }
}

/** Groups are known, and none includes itself. */
export const groupsLaw: Law = (names, tell) => {
  const implies = new Map(names.spec.groups.map((group) => [group.id, group.implies]));
  names.spec.groups.forEach((group, at) => {
    group.implies.forEach((ref, index) => checkGroup(names, ref, `groups[${at}].implies[${index}]`, tell));
    const reached = new Set<string>();
    const visit = (id: string): void => {
      for (const next of implies.get(id) ?? []) if (!reached.has(next)) { reached.add(next); visit(next); }
    };
    visit(group.id);
    if (reached.has(group.id)) tell(`groups[${at}].implies`, `The group \`${group.id}\` includes itself.`, 'Let only the higher group imply the lower one.');
  });
};
