/**
 * What a parameter takes. `many`: a path over a to-many relation (`lines`, `lines.subtotal`).
 * `condition`: true or false over the fields of the records of the `many` before it.
 * `date`: a date or a date with time. `period`: what days(), months(), years() give.
 */
export type ParameterKind = 'number' | 'text' | 'boolean' | 'date' | 'value' | 'many' | 'condition';

/** What comes out; `argument`: the type of the arguments that are values (`if`, `coalesce`, `min`, `max`). */
export type ResultKind = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'period' | 'argument';

export interface FunctionInfo {
  readonly parameters: readonly ParameterKind[];
  /** How many of the parameters must be given; all when left out. */
  readonly required?: number;
  /** More arguments of this kind may follow. */
  readonly rest?: ParameterKind;
  readonly returns: ResultKind;
  /** Can be said in a domain (a rule's or filter's `where`), on the side of the value. */
  readonly inDomain: boolean;
  /** Can be said in an SQL check over columns. */
  readonly inCheck: boolean;
  readonly does: string;
  readonly example: string;
}

/**
 * Every function of the language: the parser, the laws, the printers and the documentation read this table.
 * `min` and `max` with one argument take a `many` instead: the smallest of `lines.price`.
 */
export const FUNCTIONS = {
  sum: { parameters: ['many', 'condition'], required: 1, returns: 'number', inDomain: false, inCheck: false, does: 'the sum over the records of a relation, of those that fit the condition', example: "sum(line_ids.subtotal, kind == 'service')" },
  count: { parameters: ['many', 'condition'], required: 1, returns: 'number', inDomain: false, inCheck: false, does: 'how many records a relation has, or how many of them fit the condition', example: "count(loan_ids, state == 'lent')" },
  avg: { parameters: ['many'], returns: 'number', inDomain: false, inCheck: false, does: 'the mean over the records of a relation; 0 when there are none', example: 'avg(review_ids.stars)' },
  min: { parameters: ['value', 'value'], required: 1, rest: 'value', returns: 'argument', inDomain: false, inCheck: false, does: 'the smallest of the values, or of a field over the records of a relation', example: 'min(line_ids.date)' },
  max: { parameters: ['value', 'value'], required: 1, rest: 'value', returns: 'argument', inDomain: false, inCheck: false, does: 'the largest of the values, or of a field over the records of a relation', example: 'max(price - discount, 0)' },
  exists: { parameters: ['value', 'condition'], required: 1, returns: 'boolean', inDomain: true, inCheck: true, does: 'true if the field is filled in, or if the relation has a record (that fits the condition)', example: 'exists(return_date)' },
  abs: { parameters: ['number'], returns: 'number', inDomain: false, inCheck: true, does: 'the number without its sign', example: 'abs(balance)' },
  round: { parameters: ['number', 'number'], required: 1, returns: 'number', inDomain: false, inCheck: true, does: 'rounded to so many decimals, to whole numbers when left out', example: 'round(price * 1.19, 2)' },
  today: { parameters: [], returns: 'date', inDomain: true, inCheck: false, does: 'the present day where the person is', example: 'due_date < today()' },
  now: { parameters: [], returns: 'datetime', inDomain: true, inCheck: false, does: 'the present moment', example: 'start <= now()' },
  this_month: { parameters: [], returns: 'date', inDomain: false, inCheck: false, does: 'the first day of the present month', example: 'start >= this_month()' },
  days: { parameters: ['number'], returns: 'period', inDomain: true, inCheck: false, does: 'so many days, to add to or take from a date', example: 'today() + days(14)' },
  months: { parameters: ['number'], returns: 'period', inDomain: true, inCheck: false, does: 'so many months, to add to or take from a date', example: 'start_date + months(3)' },
  years: { parameters: ['number'], returns: 'period', inDomain: true, inCheck: false, does: 'so many years, to add to or take from a date', example: 'birthday + years(18)' },
  concat: { parameters: ['value', 'value'], required: 1, rest: 'value', returns: 'text', inDomain: false, inCheck: false, does: 'the values one after the other as one text; what is empty adds nothing', example: "concat(code, ' ', name)" },
  upper: { parameters: ['text'], returns: 'text', inDomain: false, inCheck: true, does: 'the text in capitals', example: 'upper(code)' },
  lower: { parameters: ['text'], returns: 'text', inDomain: false, inCheck: true, does: 'the text in small letters', example: 'lower(email)' },
  len: { parameters: ['text'], returns: 'number', inDomain: false, inCheck: true, does: 'how many characters a text has', example: 'len(isbn) == 13' },
  if: { parameters: ['boolean', 'value', 'value'], returns: 'argument', inDomain: false, inCheck: false, does: 'the second if the first is true, else the third', example: 'if(quantity > 10, price * 0.9, price)' },
  coalesce: { parameters: ['value', 'value'], required: 2, rest: 'value', returns: 'argument', inDomain: false, inCheck: true, does: 'the first that is filled in', example: 'coalesce(nickname, name)' },
} as const satisfies Readonly<Record<string, FunctionInfo>>;

export type FunctionName = keyof typeof FUNCTIONS;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** The entry as the general shape, for code that goes over all functions. */
export function functionInfo(name: FunctionName): FunctionInfo {
  return FUNCTIONS[name];
}

/** The fewest and the most arguments that a function takes. */
export function arity(info: FunctionInfo): { readonly least: number; readonly most: number } {
  return { least: info.required ?? info.parameters.length, most: info.rest === undefined ? info.parameters.length : Number.POSITIVE_INFINITY };
}
