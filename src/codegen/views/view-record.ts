import type { Model } from '../../domain/module-spec/models.js';
import { underscored } from '../python/names.js';
import { element, type Element } from '../text/xml-element.js';
import { archSafe } from './arch-safe.js';

export const viewId = (model: string, type: string): string => `${underscored(model)}_view_${type}`;

/** A minor view is not what the model shows when no view is asked for. */
export function viewRecord(model: Model, type: string, arch: Element, isMinor = false): Element {
  return element('record', { id: viewId(model.name, type), model: 'ir.ui.view' },
    element('field', { name: 'name' }, `${model.name}.view.${type}`),
    element('field', { name: 'model' }, model.name),
    isMinor && element('field', { name: 'priority', eval: '1000' }),
    element('field', { name: 'arch', type: 'xml' }, archSafe(arch)));
}
