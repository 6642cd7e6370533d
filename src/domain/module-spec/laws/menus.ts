import { nearest } from '../../nearest.js';
import { tellMissing } from './fields.js';
import { checkGroup } from './groups.js';
import type { Law } from './law.js';

/** Menus open models that are there, hang below menus that are there, and not below themselves. */
export const menusLaw: Law = (names, tell) => {
  const { menus } = names.spec;
  const ids = menus.map(({ id }) => id);
  const parents = new Map(menus.map((menu) => [menu.id, menu.parent]));
  menus.forEach((menu, at) => {
    const path = `menus[${at}]`;
    if (menu.model !== undefined) {
      tellMissing(names, menu.model, `${path}.model`, tell);
      const opened = names.model(menu.model);
      if (names.missingModel(menu.model) === null && opened?.extends !== false && opened?.views?.graph === undefined && opened?.views?.pivot === undefined) {
        tell(`${path}.model`, `\`${menu.model}\` is a model of Odoo, which has menus for it.`, 'Open a model of your own, or give this one a `pivot` or a `graph` in `views`.');
      }
    } else if (!menus.some((other) => other.parent === menu.id)) {
      tell(path, `The menu \`${menu.id}\` opens nothing and holds nothing.`, 'Give it a `model`, or take it out.');
    }
    menu.groups.forEach((group, index) => checkGroup(names, group, `${path}.groups[${index}]`, tell));
    if (menu.parent === undefined) return;
    const [module, id] = menu.parent.split('.');
    if (id !== undefined && module !== undefined && module !== names.spec.name) {
      if (!names.brought.has(module)) tell(`${path}.parent`, `The menu \`${menu.parent}\` belongs to \`${module}\`, which is not in depends.`, `Add \`${module}\` to depends.`);
    } else if (!ids.includes(id ?? menu.parent)) {
      tell(`${path}.parent`, `There is no menu \`${menu.parent}\`.`, nearest(menu.parent, ids) || 'Add it to menus, or leave the parent out.');
    } else if (circular(menu.id, parents)) {
      tell(`${path}.parent`, `The menu \`${menu.id}\` hangs below itself.`, 'Break the circle.');
    }
  });
};

function circular(id: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let next = parents.get(id); next !== undefined && !seen.has(next); next = parents.get(next)) {
    if (next === id) return true;
    seen.add(next);
  }
  return false;
}
