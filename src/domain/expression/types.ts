/** What an expression gives. `one` and `many` are records of a model (null: of one we do not know), `values` a field over many records. */
export type Type =
  | { readonly kind: 'number' | 'boolean' | 'date' | 'datetime' | 'period' | 'null' | 'list' | 'unknown' }
  | { readonly kind: 'text'; readonly options?: readonly string[] }
  | { readonly kind: 'one' | 'many'; readonly model: string | null }
  | { readonly kind: 'values'; readonly of: Type };

export const UNKNOWN: Type = { kind: 'unknown' };

const WORDS: Readonly<Record<Type['kind'], string>> = {
  number: 'a number', boolean: 'true or false', date: 'a date', datetime: 'a date with time', period: 'a period', null: 'null', list: 'a list',
  unknown: 'unknown', text: 'a text', one: 'a record', many: 'several records', values: 'several values',
};

/** The type for a sentence, e.g. `a number`. */
export function typeWords(type: Type): string {
  return WORDS[type.kind];
}

/** What the names of an expression stand for. */
export interface Scope {
  /** Bare names are fields of this model; null where there is no record. */
  readonly model: string | null;
  /** Model of `record`; null where that name means nothing. */
  readonly record: string | null;
  /** The model of a record that goes by a name (data, scenarios); null when there is none. */
  named(name: string): string | null;
  /** Null when the model has no such field; unknown for what is not ours and not looked up. */
  field(model: string, name: string): Type | null;
  /** For hints. */
  fieldNames(model: string): readonly string[];
}
