import { printPython } from '../expression/python.js';
import type { NamedRecord, PythonScope } from '../expression/python-scope.js';
import { walk } from '../expression/kinds.js';
import { parseExpression } from '../../domain/expression/parse.js';
import { templateParts } from '../../domain/module-spec/template-text.js';
import { call, text, type Code } from '../python/layout.js';
import { recordName } from '../spec/complete-model.js';
import type { SpecIndex } from '../spec/spec-index.js';

/** How a value is told to a person: what these functions are called where it stands. */
export interface Telling {
  date(code: string): string;
  datetime(code: string): string;
  amount(code: string, currency: string): string;
}

/** The value at the end of a path as Python that gives what a person reads: a name, a label, a date as they write it. */
export function readable(path: string, root: NamedRecord, scope: PythonScope, tell: Telling): string {
  const { index } = scope;
  const { code } = printPython(parseExpression(path), { ...scope, record: root });
  const segments = path.split('.');
  const steps = walk(index, root.model, segments);
  const last = segments.at(-1) ?? '';
  const owner = segments.length === 1 ? root.model : steps.at(-2)?.comodel ?? null;
  const before = segments.length === 1 ? root.code : code.slice(0, -last.length - 1);
  const { type } = index.facts(owner, last);
  switch (type) {
    case 'date': return tell.date(code);
    case 'datetime': return tell.datetime(code);
    case 'monetary': return tell.amount(code, `${before}.${(owner === null ? null : index.field(owner, last))?.currencyField ?? 'currency_id'}`);
    case 'selection': return `dict(${before}._fields["${last}"]._description_selection(${before}.env)).get(${code}, "")`;
    case 'many2one': case 'reference': return `${code}.display_name or ""`;
    case 'integer': case 'float': case 'boolean': return code;
    default: return `${code} or ""`;
  }
}

/** A text with {{paths}} as a translated Python text: `self.env._("%(name)s is due", name=…)`. */
export function sentence(template: string, root: NamedRecord, scope: PythonScope): Code {
  const parts = templateParts(template);
  const { imports } = scope;
  const tell: Telling = {
    date: (code) => `${imports.use('format_date')}(self.env, ${code})`,
    datetime: (code) => `${imports.use('format_datetime')}(self.env, ${code})`,
    amount: (code, currency) => `${imports.use('format_amount')}(self.env, ${code}, ${currency})`,
  };
  const paths = [...new Set(parts.flatMap((part) => ('path' in part ? [part.path] : [])))];
  if (paths.length === 0) return call('self.env._', [text(template)]);
  const name = (path: string): string => path.replaceAll('.', '_');
  const words = parts.map((part) => ('path' in part ? `%(${name(part.path)})s` : part.text.replaceAll('%', '%%'))).join('');
  return call('self.env._', [text(words)], Object.fromEntries(paths.map((path) => [name(path), readable(path, root, scope, tell)])));
}

/** The heading of a column or the name beside a value: the field's label, or what its relation is called. */
export function pathLabel(path: string, model: string, index: SpecIndex): string {
  const segments = path.split('.');
  let owner: string | null = model;
  let found: string | null = null;
  for (const segment of segments) {
    const field: ReturnType<SpecIndex['field']> = owner === null ? null : index.field(owner, segment);
    const names = owner === null ? null : index.model(owner);
    // `machine_id.name` is the machine.
    const isName = segments.length > 1 && (segment === 'name' || segment === 'display_name' || (names !== null && recordName(names) === segment)) && found !== null;
    if (!isName) found = field?.label ?? prettified(segment);
    owner = index.facts(owner, segment).comodel;
  }
  return found ?? prettified(path);
}

function prettified(name: string): string {
  const words = name.replace(/_ids?$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
