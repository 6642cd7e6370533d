import { refused, type Gate, type GateInput } from './gate.js';

/** XML ids that the module's own files make. */
function ownIds({ name, facts: { xml, python } }: GateInput): Set<string> {
  const ids = new Set<string>();
  for (const { elements } of xml) {
    for (const { tag, attributes } of elements) {
      const { id } = attributes;
      if (id !== undefined && ['record', 'menuitem', 'template', 'report', 'asset'].includes(tag)) ids.add(id.startsWith(`${name}.`) ? id.slice(name.length + 1) : id);
    }
  }
  // Odoo makes these by itself for each model.
  for (const { classes } of python) {
    for (const { assignments } of classes) {
      for (const model of [assignments['_name'], assignments['_inherit']].flat()) {
        if (typeof model === 'string') ids.add(`model_${model.replaceAll('.', '_')}`);
      }
    }
  }
  return ids;
}

const REFERRING = new Set(['ref', 'inherit_id', 'parent', 'action', 'groups']);

/** References between files: an id without a module, or with ours, is made in this module. */
export const references: Gate = (input) => {
  const { name, facts: { xml } } = input;
  const ids = ownIds(input);
  const missing = (reference: string): boolean => {
    const [module, id] = reference.includes('.') ? [reference.slice(0, reference.indexOf('.')), reference.slice(reference.indexOf('.') + 1)] : [name, reference];
    return module === name && !ids.has(id) && !/^(module_|field_|selection_|constraint_)/.test(id);
  };
  return xml.flatMap(({ path, elements }) =>
    elements.flatMap(({ tag, line, attributes }) =>
      Object.entries(attributes).flatMap(([key, value]) => {
        if (!REFERRING.has(key) || (key === 'action' && tag !== 'menuitem')) return [];
        const named = key === 'groups' ? value.split(',').map((group) => group.trim().replace(/^!/, '')) : [value];
        return named
          .filter((reference) => /^[A-Za-z_][\w.]*$/.test(reference) && missing(reference))
          .map((reference) => refused(path, line, `${key}="${reference}": no such id in this module`, 'This refers to something that the module does not have.'));
      }),
    ),
  );
};
