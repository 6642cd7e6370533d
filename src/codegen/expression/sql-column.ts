import type { SpecIndex } from '../spec/spec-index.js';
import { kindOfType, type Kind } from './kinds.js';

/** Column names that PostgreSQL reads as something else unless they are quoted. */
const RESERVED = new Set('all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_date current_time current_user default deferrable desc distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime not null offset on only or order placing primary references returning select session_user some symmetric table then to trailing true union unique user using variadic when where window with'.split(' '));

/** A column as SQL names it. */
export function sqlColumn(name: string): string {
  return RESERVED.has(name) ? `"${name}"` : name;
}

/** A column that an expression names. */
export interface SqlColumn {
  readonly kind: Kind;
  readonly whole: boolean;
  /** It may be NULL when the row is written; not so a column that is computed, which is written later and checked again then. */
  readonly optional: boolean;
}

export type SqlColumns = (name: string) => SqlColumn;

/** The columns of a model of this module. */
export function columnsOf(model: string, index: SpecIndex): SqlColumns {
  return (name) => {
    const field = index.field(model, name);
    const { type } = index.facts(model, name);
    return { kind: kindOfType(type), whole: type === 'integer', optional: field !== null && !field.required && field.default === undefined && field.compute === undefined };
  };
}
