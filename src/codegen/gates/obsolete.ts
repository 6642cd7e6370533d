import type { PythonFacts, XmlFacts } from '../../domain/source-facts.js';
import type { Finding } from '../../domain/verdict.js';
import { refused, type Gate } from './gate.js';
import { fieldsOf } from './own-models.js';

/** Syntax that Odoo 19 refuses, or worse, ignores. Source: Odoo's release notes 17 to 19 and measured behaviour. */
export const obsolete: Gate = ({ facts: { python, xml } }) => [...xml.flatMap(inXml), ...python.flatMap(inPython)];

/** Fields of records that are gone, by model. */
const GONE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'res.groups': { category_id: 'res.groups has privilege_id instead of category_id since Odoo 19', users: 'res.groups has user_ids instead of users since Odoo 19' },
  'ir.cron': { numbercall: 'ir.cron has no numbercall since Odoo 18', doall: 'ir.cron has no doall since Odoo 18' },
};

function inXml({ path, elements }: XmlFacts): Finding[] {
  let model: string | undefined;
  let search: number | null = null;
  return elements.flatMap(({ tag, line, attributes, text, depth }) => {
    const found: string[] = [];
    const { name } = attributes;
    if (search !== null && depth <= search) search = null;
    if (tag === 'search') search = depth;
    if (tag === 'record') model = attributes['model'];
    if (tag === 'openerp') found.push('<openerp> is <odoo>');
    if (tag === 'tree') found.push('<tree> is <list> since Odoo 18');
    if ('attrs' in attributes || ('states' in attributes && tag !== 'filter')) found.push('attrs and states are gone since Odoo 17: use invisible, readonly, required');
    if (tag === 't' && attributes['t-name'] === 'kanban-box') found.push('t-name="kanban-box" is t-name="card" since Odoo 18');
    if (tag === 'group' && search !== null && ('expand' in attributes || 'string' in attributes)) found.push('a <group> in a search has no expand and no string since Odoo 19');
    if (tag === 'div' && /(^|\s)oe_chatter(\s|$)/.test(attributes['class'] ?? '')) found.push('<div class="oe_chatter"> is <chatter/> since Odoo 18');
    if (tag === 'field' && name === 'view_mode' && /(^|,)\s*tree\b/.test(text)) found.push('view_mode "tree" is "list" since Odoo 18');
    const gone = tag === 'field' && model !== undefined && name !== undefined ? GONE[model]?.[name] : undefined;
    if (gone !== undefined) found.push(gone);
    return found.map((message) => refused(path, line, message, 'This is written for an older Odoo.'));
  });
}

/** Keywords of a field that Odoo 19 does not know: it warns and goes on without them. */
const KEYWORDS: Readonly<Record<string, string>> = {
  group_operator: 'group_operator is aggregator since Odoo 18',
  track_visibility: 'track_visibility is tracking since Odoo 13',
  oldname: 'oldname is gone since Odoo 13',
  states: 'states of a field is gone since Odoo 17: use readonly in the view',
};

function inPython({ path, classes }: PythonFacts): Finding[] {
  const old = (line: number, message: string, sentence: string): Finding => refused(path, line, message, sentence);
  return classes.flatMap((each) => [
    ...('_sql_constraints' in each.assignments ? [old(each.lines['_sql_constraints'] ?? each.line, '_sql_constraints is ignored since Odoo 19: use models.Constraint', 'This rule of the database would silently not exist.')] : []),
    ...fieldsOf(each, path).flatMap(({ call, line }) => Object.keys(call.keywords).flatMap((keyword) => (KEYWORDS[keyword] === undefined ? [] : [old(line, KEYWORDS[keyword], 'A setting of this field would silently be ignored.')]))),
    ...each.methods.flatMap(({ name, line, decorators }) => [
      ...(name === 'test_sequence' ? [old(line, 'a test may not be named test_sequence', 'Odoo uses this name itself, so the test would never run.')] : []),
      ...(name === 'name_get' ? [old(line, 'name_get is gone since Odoo 17: use _compute_display_name', 'This method would silently never be called.')] : []),
      ...decorators.filter((decorator) => /^api\.(multi|one|returns|v7|v8|cr\w*)$/.test(decorator)).map((decorator) => old(line, `@${decorator} is gone`, 'This is written for an older Odoo.')),
    ]),
  ]);
}
