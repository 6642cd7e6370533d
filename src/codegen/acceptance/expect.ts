import type { Expression } from '../../domain/expression/ast.js';
import { parseExpression } from '../../domain/expression/parse.js';
import { walk } from '../expression/kinds.js';
import { asMoment } from '../expression/python-operators.js';
import { printPython } from '../expression/python.js';
import type { PythonScope } from '../expression/python-scope.js';
import { call, layout } from '../python/layout.js';
import { pythonString } from '../text/python-string.js';

/** An expression that must be true, as the assertions that say most when they fail: one for each side of an `and`. */
export function expectLines(text: string, scope: PythonScope): string[] {
  return conjuncts(parseExpression(text)).flatMap((part) => assertion(part, text, scope));
}

function conjuncts(node: Expression): Expression[] {
  return node.kind === 'binary' && node.operator === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
}

function assertion(node: Expression, text: string, scope: PythonScope): string[] {
  if (node.kind === 'binary' && (node.operator === '==' || node.operator === '!=')) {
    const { left, right } = node;
    const [printedLeft, printedRight] = [printPython(left, scope), printPython(right, scope)];
    const [a, b] = [asMoment(printedLeft, printedRight, scope), asMoment(printedRight, printedLeft, scope)];
    if (node.operator === '!=') return a.kind === b.kind && a.kind !== 'number' ? lines('assertNotEqual', [a.code, b.code]) : lines('assertTrue', [printPython(node, scope).code, pythonString(text)]);
    if (right.kind === 'literal' && (right.value === null || typeof right.value === 'boolean')) return lines(right.value === true ? 'assertTrue' : 'assertFalse', [a.code]);
    const numbers = a.kind === 'number' || b.kind === 'number';
    if (numbers && !(whole(left, scope) && whole(right, scope))) return lines('assertAlmostEqual', [a.code, b.code], { places: '4' });
    if (a.kind === b.kind) return lines('assertEqual', [a.code, b.code]);
  }
  const { code } = printPython(node, scope);
  return lines('assertTrue', node.kind === 'path' ? [code] : [code, pythonString(text)]);
}

function lines(name: string, args: readonly string[], keywords: Record<string, string> = {}): string[] {
  return layout(call(`self.${name}`, args, keywords), 2).split('\n').map((line, i) => (i === 0 ? line : line.slice(8)));
}

/** Surely without a fraction: a literal, an integer field, a count. */
function whole(node: Expression, scope: PythonScope): boolean {
  if (node.kind === 'literal') return typeof node.value === 'number' && Number.isInteger(node.value);
  if (node.kind === 'call') return node.name === 'count' || node.name === 'len';
  if (node.kind !== 'path' || scope.record === null) return false;
  const steps = walk(scope.index, scope.record.model, node.segments);
  const owner = steps.at(-2)?.comodel ?? scope.record.model;
  return scope.index.facts(owner, node.segments.at(-1) ?? '').type === 'integer';
}
