import type { Expression } from './ast.js';

/**
 * The paths over fields that an expression reads, once each, in order of appearance: what `@api.depends` lists.
 * A condition's fields count from its relation: `count(loan_ids, state == 'lent')` reads `loan_ids` and `loan_ids.state`.
 */
export function pathsOf(expression: Expression): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  collect(expression, [], (path) => found.set(path.join('.'), path));
  return [...found.values()];
}

function collect(expression: Expression, prefix: readonly string[], add: (path: readonly string[]) => void): void {
  switch (expression.kind) {
    case 'literal': case 'list': case 'special': return;
    case 'path': return add([...prefix, ...expression.segments]);
    case 'unary': return collect(expression.operand, prefix, add);
    case 'binary':
      collect(expression.left, prefix, add);
      return collect(expression.right, prefix, add);
    case 'call': {
      const [first, condition] = expression.args;
      if (isFiltered(expression) && first?.kind === 'path' && condition !== undefined) {
        collect(first, prefix, add);
        // sum(line_ids.subtotal, …): the condition is over line_ids, not over the number.
        const relation = expression.name === 'sum' ? first.segments.slice(0, -1) : first.segments;
        return collect(condition, [...prefix, ...relation], add);
      }
      for (const argument of expression.args) collect(argument, prefix, add);
    }
  }
}

/** count, sum and exists may have a condition over the records of their relation. */
function isFiltered(expression: Extract<Expression, { kind: 'call' }>): boolean {
  return ['count', 'sum', 'exists'].includes(expression.name) && expression.args.length === 2;
}
