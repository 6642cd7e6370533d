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
  /** Operands that are False when empty and must be filled in before this may be calculated or compared. */
  readonly needs: readonly string[];
  /** What stands there is a calculation over `needs`, not just one of them. */
  readonly calculated: boolean;
}

export function printed(code: string, kind: Kind, level: Level = LEVEL.atom, more: Partial<Printed> = {}): Printed {
  return { code, kind, level, model: null, needs: [], calculated: false, ...more };
}

/** The code, in parentheses if it binds less tightly than its place wants. */
export function at(level: Level, piece: Printed): string {
  return piece.level >= level ? piece.code : `(${piece.code})`;
}

/** A calculation behind the check that its operands are filled in: empty in, empty (False) out. */
export function guarded(piece: Printed): Printed {
  if (!piece.calculated || piece.needs.length === 0) return piece;
  return { ...piece, code: [...new Set(piece.needs), at(LEVEL.comparison, piece)].join(' and '), level: LEVEL.and, needs: [], calculated: false };
}
