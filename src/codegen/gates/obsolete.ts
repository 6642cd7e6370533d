import { refused, type Gate } from './gate.js';

/** Syntax that Odoo 19 refuses, or worse, ignores. Source: Odoo's release notes 17 to 19 and measured behaviour. */
export const obsolete: Gate = ({ facts: { python, xml } }) => [
  ...xml.flatMap(({ path, elements }) => {
    let model: string | undefined;
    return elements.flatMap(({ tag, line, attributes, text }) => {
      const found: string[] = [];
      if (tag === 'record') model = attributes['model'];
      if (tag === 'tree') found.push('<tree> is <list> since Odoo 18');
      if ('attrs' in attributes || ('states' in attributes && tag !== 'filter')) found.push('attrs and states are gone since Odoo 17: use invisible, readonly, required');
      if (tag === 't' && attributes['t-name'] === 'kanban-box') found.push('t-name="kanban-box" is t-name="card" since Odoo 18');
      if (tag === 'field' && attributes['name'] === 'view_mode' && /(^|,)\s*tree\b/.test(text)) found.push('view_mode "tree" is "list" since Odoo 18');
      if (tag === 'field' && attributes['name'] === 'numbercall') found.push('ir.cron has no numbercall since Odoo 18');
      if (tag === 'field' && attributes['name'] === 'category_id' && model === 'res.groups') found.push('res.groups has privilege_id instead of category_id since Odoo 19');
      return found.map((message) => refused(path, line, message, 'This is written for an older Odoo.'));
    });
  }),
  ...python.flatMap(({ path, classes }) =>
    classes.flatMap(({ line, assignments, methods }) => [
      ...('_sql_constraints' in assignments ? [refused(path, line, '_sql_constraints is ignored since Odoo 19: use models.Constraint', 'This rule of the database would silently not exist.')] : []),
      ...methods.filter(({ name }) => name === 'test_sequence').map((method) => refused(path, method.line, 'a test may not be named test_sequence', 'Odoo uses this name itself, so the test would never run.')),
    ]),
  ),
];
