import type { FunctionName } from './functions.js';

/** Names that are no fields: the person who acts, their company, the companies they may see, the record that is filled in or acted on, and the settings of the installation. */
export const SPECIAL_NAMES = ['user', 'company', 'companies', 'record', 'setting'] as const;
export type SpecialName = (typeof SPECIAL_NAMES)[number];

export const COMPARISONS = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type Logic = 'and' | 'or';
export type BinaryOperator = Comparison | Arithmetic | Logic;

export type LiteralValue = string | number | boolean | null;

export interface Literal {
  readonly kind: 'literal';
  readonly value: LiteralValue;
}

/** `['draft', 'sent']`: literals only. */
export interface ListLiteral {
  readonly kind: 'list';
  readonly items: readonly LiteralValue[];
}

/** `price` is `['price']`, `lines.subtotal` is `['lines', 'subtotal']`. In data and scenarios the first segment may name a record. */
export interface Path {
  readonly kind: 'path';
  readonly segments: readonly [string, ...string[]];
}

/** `user` has no segments, `user.partner_id` has one. */
export interface Special {
  readonly kind: 'special';
  readonly name: SpecialName;
  readonly segments: readonly string[];
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: 'not' | '-';
  readonly operand: Expression;
}

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Call {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly args: readonly Expression[];
}

/** The small language of docs/module-spec.md. Printers switch over `kind`; nothing of the source text is ever pasted. */
export type Expression = Literal | ListLiteral | Path | Special | Unary | Binary | Call;
