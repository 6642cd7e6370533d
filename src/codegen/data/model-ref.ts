import type { SpecIndex } from '../spec/spec-index.js';
import { underscored } from '../python/names.js';
import { element, type Element } from '../text/xml-element.js';

/** The field of a record that points to a model: by its id where this module makes or extends it, else by its name. */
export function modelField(name: string, model: string, index: SpecIndex): Element {
  return index.model(model) === null ? element('field', { name, search: `[('model', '=', '${model}')]` }) : element('field', { name, ref: `model_${underscored(model)}` });
}
