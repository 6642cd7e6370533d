import type { Binary, Comparison, Expression } from '../../domain/expression/ast.js';

const OPPOSITE: Partial<Record<Comparison, Comparison>> = { '==': '!=', '!=': '==', in: 'not in', 'not in': 'in' };

const TURNED: Partial<Record<Comparison, Comparison>> = { ...OPPOSITE, '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

/** Functions that give something whatever they are given. */
const NEVER_EMPTY = new Set(['today', 'now', 'this_month', 'count', 'sum', 'avg', 'len', 'exists', 'concat']);

/**
 * The opposite of a condition, as a person would write it.
 * A comparison by order with an empty date does not hold, nor does its opposite, so `<` keeps its `not`, as does every
 * comparison with what is calculated; unless `violated` asks for what speaks *against* the condition: then, as in an
 * SQL check, what is empty does not.
 */
export function negate(node: Expression, violated = false): Expression {
  if (node.kind === 'unary' && node.operator === 'not') return violated ? spokenFor(node.operand) : node.operand;
  if (node.kind === 'binary') {
    if (node.operator === 'and' || node.operator === 'or') return { ...node, operator: node.operator === 'and' ? 'or' : 'and', left: negate(node.left, violated), right: negate(node.right, violated) };
    const asked = comparedWithTruth(node);
    if (asked !== null) return asked.wanted ? negate(asked.condition, violated) : negate({ kind: 'unary', operator: 'not', operand: asked.condition }, violated);
    const opposite = violated ? TURNED[node.operator as Comparison] : isPlain(node.left) && isPlain(node.right) ? OPPOSITE[node.operator as Comparison] : undefined;
    if (opposite !== undefined) return { ...node, operator: opposite };
  }
  return { kind: 'unary', operator: 'not', operand: node };
}

/** What speaks *for* the condition: what is empty does not, even when the condition is that something is not so. */
function spokenFor(node: Expression): Expression {
  if (node.kind === 'unary' && node.operator === 'not') return negate(node.operand, true);
  if (node.kind !== 'binary') return node;
  if (node.operator === 'and' || node.operator === 'or') return { ...node, left: spokenFor(node.left), right: spokenFor(node.right) };
  const asked = comparedWithTruth(node);
  if (asked === null) return node;
  return asked.wanted ? spokenFor(asked.condition) : negate(asked.condition, true);
}

/** `paid == true` asks for `paid`, `paid == false` for its opposite; null for other comparisons. */
export function comparedWithTruth({ operator, left, right }: Binary): { readonly condition: Expression; readonly wanted: boolean } | null {
  if (operator !== '==' && operator !== '!=') return null;
  const [condition, truth] = left.kind === 'literal' && typeof left.value === 'boolean' ? [right, left] : [left, right];
  return truth.kind === 'literal' && typeof truth.value === 'boolean' ? { condition, wanted: (operator === '==') === truth.value } : null;
}

function isPlain(node: Expression): boolean {
  return ['literal', 'list', 'path', 'special'].includes(node.kind) || (node.kind === 'call' && NEVER_EMPTY.has(node.name));
}
