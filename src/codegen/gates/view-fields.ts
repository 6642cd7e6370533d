import { refused, type Gate } from './gate.js';

/** Fields that Odoo gives every model, or that the chatter brings. */
const GIVEN = /^(id|display_name|create_(date|uid)|write_(date|uid)|message_\w+|activity_\w+|website_message_ids|has_message|my_activity_\w+|rating_ids)$/;
/** Tags whose fields belong to the view's own model: below a field, they are the related model's. */
const VIEW = new Set(['list', 'form', 'kanban', 'calendar', 'search', 'pivot', 'graph', 'activity']);

/** Views of the module's own new models show fields that the Python code defines. */
export const viewFields: Gate = ({ facts: { python, xml } }) => {
  const own = new Map<string, Set<string>>();
  for (const { classes } of python) {
    for (const { assignments } of classes) {
      const name = assignments['_name'];
      const inherits = [assignments['_inherit'] ?? []].flat();
      // A parent that is no mixin we know may bring fields that we cannot see.
      if (typeof name !== 'string' || inherits.some((parent) => parent !== 'mail.thread' && parent !== 'mail.activity.mixin' && parent !== name)) continue;
      own.set(name, new Set([...(own.get(name) ?? []), ...Object.keys(assignments)]));
    }
  }
  for (const { classes } of python) {
    for (const { assignments } of classes) {
      for (const name of [assignments['_inherit'] ?? []].flat()) if (typeof name === 'string') for (const key of Object.keys(assignments)) own.get(name)?.add(key);
    }
  }
  return xml.flatMap(({ path, elements }) => {
    const failures = [];
    let model: string | null = null;
    let view: number | null = null;
    let inside: number | null = null;
    for (const { tag, line, attributes, text, depth } of elements) {
      if (tag === 'record') [model, view, inside] = [attributes['model'] === 'ir.ui.view' ? '' : null, null, null];
      if (model === null) continue;
      if (view === null && tag === 'field' && attributes['name'] === 'model') model = text.trim();
      if (view === null && VIEW.has(tag)) view = depth;
      if (view === null || depth <= view) continue;
      if (inside !== null && depth <= inside) inside = null;
      if (inside !== null || tag !== 'field') continue;
      inside = depth;
      const field = attributes['name'];
      const known = own.get(model);
      if (field !== undefined && known !== undefined && !known.has(field) && !GIVEN.test(field)) failures.push(refused(path, line, `${model} has no field ${field}`, 'A view shows a field that does not exist, so Odoo cannot load it.'));
    }
    return failures;
  });
};
