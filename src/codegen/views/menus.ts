import type { ModuleFile } from '../../domain/module-file.js';
import type { Menu } from '../../domain/module-spec/module-spec.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { actionId } from './action.js';
import { groupsAttribute } from './field-node.js';

export const MENUS_PATH = 'views/menus.xml';

/** The module's menus, parents first; null when it has no model of its own to open. */
export function menuFile(index: SpecIndex): ModuleFile | null {
  const { spec } = index;
  const menus = spec.menus.length > 0 ? parentsFirst(spec.menus) : defaultMenus(index);
  if (menus.length === 0) return null;
  const root = `${spec.name}_menu_root`;
  const icon = `${spec.name},static/description/icon.png`;
  const needsRoot = menus.some((menu) => menu.parent === undefined);
  return {
    path: MENUS_PATH,
    content: xmlDocument(element('odoo', {},
      needsRoot && element('menuitem', { id: root, name: spec.title, web_icon: icon, sequence: '50' }),
      menus.map((menu, i) => element('menuitem', {
        id: menu.id, name: menu.label, parent: menu.parent ?? root, action: menu.model === undefined ? undefined : actionId(menu.model),
        sequence: String(menu.sequence ?? (i + 1) * 10), groups: groupsAttribute(menu.groups, index),
      })))),
  };
}

function defaultMenus(index: SpecIndex): Menu[] {
  return index.models.filter((model) => !model.extends && index.isWritten(model.name)).map((model) => ({ id: `${underscored(model.name)}_menu`, label: model.labelPlural ?? model.label, model: model.name, groups: [] }));
}

function parentsFirst(menus: readonly Menu[]): Menu[] {
  const depth = (menu: Menu, seen = 0): number => {
    const parent = menus.find((candidate) => candidate.id === menu.parent);
    return parent === undefined || seen > menus.length ? 0 : 1 + depth(parent, seen + 1);
  };
  return menus.toSorted((a, b) => depth(a) - depth(b));
}
