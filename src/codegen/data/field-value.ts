import { parseExpression } from '../../domain/expression/parse.js';
import type { Expression } from '../../domain/expression/ast.js';
import { notHere } from '../expression/not-here.js';
import { printPython } from '../expression/python.js';
import type { PythonScope } from '../expression/python-scope.js';
import { expressionText } from '../expression/value.js';
import { Imports } from '../python/imports.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { commandSet } from './commands.js';

type Value = string | number | boolean | null | readonly string[];

/** `<field name="…">` of a data record: a text, a reference, or an `eval` that Odoo's loader understands. */
export function fieldValue(name: string, value: Value, index: SpecIndex): Element {
  const expression = expressionText(value);
  if (expression !== null) {
    const tree = parseExpression(expression);
    const ref = reference(tree, index);
    return ref !== null ? element('field', { name, ref }) : element('field', { name, eval: printPython(tree, dataScope(index)).code });
  }
  if (typeof value === 'string') return element('field', { name }, value);
  if (typeof value === 'number') return element('field', { name }, String(value));
  if (value === null || typeof value === 'boolean') return element('field', { name, eval: value === true ? 'True' : 'False' });
  return element('field', { name, eval: commandSet(value.map((item) => referenceOf(item, index))) });
}

function referenceOf(item: string, index: SpecIndex): string {
  const expression = expressionText(item);
  const ref = expression === null ? null : reference(parseExpression(expression), index);
  if (ref === null) throw notHere(`\`${item}\` names no record.`, 'In a list write e.g. "=tag_novel".');
  return ref;
}

/** The XML id that an expression is, if it is one. */
function reference(tree: Expression, index: SpecIndex): string | null {
  if (tree.kind === 'special' && tree.segments.length === 0) return tree.name === 'user' ? 'base.user_admin' : tree.name === 'company' ? 'base.main_company' : null;
  if (tree.kind !== 'path') return null;
  const [first, second, ...more] = tree.segments;
  if (second === undefined) return index.recordModel(first) === null ? null : first;
  return more.length === 0 ? `${first}.${second}` : null;
}

/** In a data file there are no records at hand, only the clock; relativedelta and DateTime are given by Odoo's loader. */
function dataScope(index: SpecIndex): PythonScope {
  return { index, imports: new Imports(), record: null, named: () => null, env: 'self.env', user: 'user', company: 'company', companies: 'companies', today: 'DateTime.today()', now: 'DateTime.now()' };
}
