import type { FieldType } from '../../domain/module-spec/fields.js';
import type { SpecIndex } from '../spec/spec-index.js';

/** What an expression gives. `one` and `many` are records, `values` the list of a field over many records. */
export type Kind = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'period' | 'one' | 'many' | 'values' | 'list' | 'null' | 'unknown';

const BY_TYPE: Partial<Record<FieldType | 'unknown', Kind>> = {
  integer: 'number', float: 'number', monetary: 'number', boolean: 'boolean', date: 'date', datetime: 'datetime', many2one: 'one', reference: 'one',
  one2many: 'many', many2many: 'many', char: 'text', text: 'text', html: 'text', selection: 'text',
};

export function kindOfType(type: FieldType | 'unknown'): Kind {
  return BY_TYPE[type] ?? 'unknown';
}

/** One step of a path. */
export interface PathStep {
  readonly name: string;
  readonly kind: Kind;
  /** It holds whole numbers. */
  readonly whole: boolean;
  /** It is always filled in, for all we know. */
  readonly required: boolean;
  /** The model that the next step starts from. */
  readonly comodel: string | null;
}

export function walk(index: SpecIndex, model: string | null, segments: readonly string[]): readonly PathStep[] {
  let current = model;
  return segments.map((name) => {
    const facts = index.facts(current, name);
    const required = current !== null && index.field(current, name)?.required === true;
    current = facts.comodel;
    return { name, kind: kindOfType(facts.type), whole: facts.type === 'integer', required, comodel: facts.comodel };
  });
}

/** `2026-05-01`: beside a moment it is the whole day. */
export function isDayText(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
