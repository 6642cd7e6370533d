import type { Expression } from '../../expression/ast.js';
import { functionInfo } from '../../expression/functions.js';
import { pathsOf } from '../../expression/paths.js';
import type { SpecNames } from './spec-names.js';
import type { Tell } from './law.js';

const FLIPPABLE = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Tells what a search domain cannot say: it holds one field against a value, joined with and, or, not. */
export function notInDomain(expression: Expression, path: string, tell: Tell): void {
  const problem = domainProblem(expression);
  if (problem !== null) tell(path, problem, 'A filter compares one field with a value, e.g. state == \'open\' and due_date < today(); put what is computed into a stored field.');
}

function domainProblem(node: Expression): string | null {
  switch (node.kind) {
    case 'path': return null;
    case 'literal': return typeof node.value === 'boolean' ? null : 'A filter needs a comparison here.';
    case 'unary': return node.operator === 'not' ? domainProblem(node.operand) : 'A filter cannot calculate.';
    case 'call': return node.name === 'exists' && node.args[0]?.kind === 'path' ? (node.args[1] === undefined ? null : domainProblem(node.args[1])) : `A filter cannot ask ${node.name}().`;
    case 'binary': {
      if (node.operator === 'and' || node.operator === 'or') return domainProblem(node.left) ?? domainProblem(node.right);
      const turned = FLIPPABLE.has(node.operator) && node.left.kind !== 'path';
      const [field, value] = turned ? [node.right, node.left] : [node.left, node.right];
      if (field.kind !== 'path') return 'A filter has a field on one side of a comparison.';
      return valueProblem(value);
    }
    default: return 'A filter needs a comparison here.';
  }
}

function valueProblem(node: Expression): string | null {
  if (node.kind === 'call' && !functionInfo(node.name).inDomain) return `A filter cannot calculate ${node.name}().`;
  return pathsOf(node).length > 0 ? 'A filter compares a field with a value, not with another field.' : null;
}

/** Tells what an SQL check cannot say: it sees the stored columns of its own table and no day. */
export function notInCheck(names: SpecNames, model: string, expression: Expression, path: string, tell: Tell): void {
  const hint = 'Use `holds` instead of `check`: it runs in Python.';
  visit(expression, (node) => {
    if (node.kind === 'special') tell(path, `An SQL check does not know \`${node.name}\`.`, hint);
    if (node.kind === 'call' && !functionInfo(node.name).inCheck) tell(path, `An SQL check does not know ${node.name}().`, hint);
    if (node.kind !== 'path') return;
    if (node.segments.length > 1) return tell(path, `An SQL check sees its own table only, not \`${node.segments.join('.')}\`.`, hint);
    const field = names.field(model, node.segments[0]);
    if (field?.type === 'one2many' || field?.type === 'many2many') tell(path, `\`${field.name}\` is no column of the table.`, hint);
    if ((field?.compute !== undefined && !field.compute.store) || field?.related !== undefined) tell(path, `\`${field.name}\` is not stored, so the database does not know it.`, hint);
  });
}

function visit(node: Expression, see: (node: Expression) => void): void {
  see(node);
  if (node.kind === 'unary') visit(node.operand, see);
  if (node.kind === 'binary') { visit(node.left, see); visit(node.right, see); }
  if (node.kind === 'call') for (const argument of node.args) visit(argument, see);
}
