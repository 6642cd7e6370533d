import type { Kind } from './kinds.js';

/** How tightly Python binds what was printed; parentheses are put only where they are needed. */
export const LEVEL = { conditional: 1, or: 2, and: 3, not: 4, comparison: 5, sum: 6, product: 7, sign: 8, atom: 9 } as const;
export type Level = (typeof LEVEL)[keyof typeof LEVEL];

/** A printed piece of an expression. */
export interface Printed {
  readonly code: string;
  readonly level: Level;
  readonly kind: Kind;
  /** The model of `one` and `many`. */
  readonly model: string | null;
  /** What `values` are. */
  readonly element?: Kind;
  /** It may be False for want of a value: an empty field, or what comes of one. */
  readonly empty: boolean;
  /** A whole number, whatever is in the fields. */
  readonly whole: boolean;
  /** A calculation: what must be filled in before the code may be run. */
  readonly needs: readonly string[];
}

export function printed(code: string, kind: Kind, level: Level = LEVEL.atom, more: Partial<Printed> = {}): Printed {
  return { code, kind, level, model: null, empty: false, whole: false, needs: [], ...more };
}

/** The code, in parentheses if it binds less tightly than its place wants. */
export function at(level: Level, piece: Printed): string {
  return piece.level >= level ? piece.code : `(${piece.code})`;
}

/** A calculation behind the check that its operands are filled in: empty in, empty (False) out. */
export function guarded(piece: Printed): Printed {
  return piece.needs.length === 0 ? piece : { ...piece, code: behind(piece.needs, at(LEVEL.comparison, piece)), level: LEVEL.and, empty: true, needs: [] };
}

export function behind(needs: readonly string[], code: string): string {
  return [...new Set(needs), code].join(' and ');
}

/** Gives names that nothing else in one printed expression has. */
export type Fresh = () => string;

export function freshNames(): Fresh {
  let count = 0;
  return () => (++count === 1 ? 'value' : `value${count}`);
}

/**
 * A piece to calculate with or to compare by order: one that may be empty says so in `needs`. Numbers are never empty
 * in Odoo, and False counts as 0. What is no mere field is kept under a name, lest it be calculated twice.
 */
export function operand(piece: Printed, fresh: Fresh): Printed {
  if (!piece.empty || piece.needs.length > 0 || !['date', 'datetime', 'text'].includes(piece.kind)) return piece;
  if (/^[\w.]+$/.test(piece.code)) return { ...piece, needs: [piece.code] };
  const name = fresh();
  return { ...piece, code: name, level: LEVEL.atom, needs: [`(${name} := ${piece.code})`] };
}
