import type { Comparison, Expression } from '../../domain/expression/ast.js';

const OPPOSITE: Partial<Record<Comparison, Comparison>> = { '==': '!=', '!=': '==', in: 'not in', 'not in': 'in' };

/** The opposite of a condition, as a person would write it. `<` and its like keep their `not`: with an empty date both sides are false. */
export function negate(node: Expression): Expression {
  if (node.kind === 'unary' && node.operator === 'not') return node.operand;
  if (node.kind === 'binary') {
    if (node.operator === 'and' || node.operator === 'or') return { ...node, operator: node.operator === 'and' ? 'or' : 'and', left: negate(node.left), right: negate(node.right) };
    const opposite = OPPOSITE[node.operator as Comparison];
    if (opposite !== undefined) return { ...node, operator: opposite };
  }
  return { kind: 'unary', operator: 'not', operand: node };
}
