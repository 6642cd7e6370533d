import type { Comparison, Expression } from '../../domain/expression/ast.js';

const OPPOSITE: Partial<Record<Comparison, Comparison>> = { '==': '!=', '!=': '==', in: 'not in', 'not in': 'in' };

const TURNED: Partial<Record<Comparison, Comparison>> = { ...OPPOSITE, '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

/**
 * The opposite of a condition, as a person would write it.
 * With an empty date both `<` and `>=` are false, so `<` keeps its `not`; unless `violated` asks for what speaks
 * *against* the condition: then, as in an SQL check, what is empty does not.
 */
export function negate(node: Expression, violated = false): Expression {
  if (node.kind === 'unary' && node.operator === 'not') return node.operand;
  if (node.kind === 'binary') {
    if (node.operator === 'and' || node.operator === 'or') return { ...node, operator: node.operator === 'and' ? 'or' : 'and', left: negate(node.left, violated), right: negate(node.right, violated) };
    const opposite = (violated ? TURNED : OPPOSITE)[node.operator as Comparison];
    if (opposite !== undefined) return { ...node, operator: opposite };
  }
  return { kind: 'unary', operator: 'not', operand: node };
}
