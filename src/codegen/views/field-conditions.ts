import { parseExpression } from '../../domain/expression/parse.js';
import type { Model } from '../../domain/module-spec/models.js';
import { barcodeSource } from '../models/barcode.js';
import { printViewCondition } from '../expression/view-condition.js';
import type { SpecIndex } from '../spec/spec-index.js';
import type { Attributes } from '../text/xml-element.js';

/** When a form hides a field, shows it only, or asks for it; the server asks for nothing here. A code of which there is no picture leaves no gap. */
export function fieldConditions(model: Model, name: string, index: SpecIndex): Attributes {
  const field = model.fields.find((candidate) => candidate.name === name);
  const printed = (when: string | undefined): string | undefined => (when === undefined ? undefined : printViewCondition(parseExpression(when), index, model.name));
  const isPicture = field !== undefined && barcodeSource(field, model) !== null;
  return { invisible: printed(field?.hiddenWhen) ?? (isPicture ? `not ${name}` : undefined), readonly: printed(field?.readonlyWhen), required: printed(field?.requiredWhen) };
}
