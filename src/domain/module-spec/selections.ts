import type { z } from 'zod/v4';
import type { storedOption } from './fields.js';
import type { Model } from './models.js';

export type StoredOption = z.output<typeof storedOption>;

/** A field with options, the one of the states among them. */
export interface Selection {
  readonly field: string;
  readonly options: readonly StoredOption[];
  /** Where it stands in its model, e.g. `fields[2]`, `states`. */
  readonly place: string;
  /** The field's own former name. */
  readonly renamedFrom?: string;
}

export function selectionsOf(model: Model): readonly Selection[] {
  const fields = model.fields.flatMap(({ name, options, renamedFrom }, index) => (options === undefined ? [] : [{ field: name, options, renamedFrom, place: `fields[${index}]` }]));
  return model.states === undefined ? fields : [...fields, { field: model.states.field, options: model.states.options, place: 'states' }];
}
