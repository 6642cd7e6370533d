import type { Call, Expression } from '../../domain/expression/ast.js';
import { notHere } from './not-here.js';
import { LEVEL, at, printed, type Printed } from './printed.js';

/** What a calculation with this text needs, lest it be NULL. */
export const needsOf = (piece: Printed): readonly string[] => (piece.empty ? [piece.code] : piece.needs);

/** A call of a function of the language as SQL. `filled` asks if something is there. */
export function printSqlCall(node: Call, value: (argument: Expression) => Printed, filled: (argument: Expression) => Printed): Printed {
  const [first, second] = node.args;
  if (first === undefined) throw notHere(`An SQL check has no ${node.name}().`, 'Use `holds` instead of `check`.');
  switch (node.name) {
    case 'abs': {
      const { code, whole } = value(first);
      return printed(`ABS(${code})`, 'number', LEVEL.atom, { whole });
    }
    case 'round': return printed(`ROUND(${at(LEVEL.atom, value(first))}::numeric, ${second === undefined ? '0' : value(second).code})`, 'number');
    case 'upper': case 'lower': {
      const text = value(first);
      return printed(`${node.name.toUpperCase()}(${text.code})`, 'text', LEVEL.atom, { needs: needsOf(text) });
    }
    case 'len': {
      const { code } = value(first);
      return printed(first.kind === 'literal' ? `LENGTH(${code})` : `COALESCE(LENGTH(${code}), 0)`, 'number', LEVEL.atom, { whole: true });
    }
    case 'coalesce': {
      const values = node.args.map(value);
      const kind = values[0]?.kind ?? 'unknown';
      // A number that is 0 is passed over, as in Odoo.
      const codes = values.map((piece, i) => (kind === 'number' && i < values.length - 1 ? `NULLIF(${piece.code}, 0)` : piece.code));
      return printed(`COALESCE(${codes.join(', ')})`, kind, LEVEL.atom, { empty: values.every((piece) => piece.empty), whole: values.every((piece) => piece.whole) });
    }
    case 'exists':
      if (second === undefined) return filled(first);
      throw notHere('An SQL check sees its own table only.', 'Use `holds` instead of `check` to follow relations.');
    default: throw notHere(`An SQL check has no ${node.name}().`, 'Use `holds` instead of `check`.');
  }
}
