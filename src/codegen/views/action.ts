import type { Model } from '../../domain/module-spec/models.js';
import { underscored } from '../python/names.js';
import { element, type Element } from '../text/xml-element.js';
import { viewModes } from './view-modes.js';

/** The window action of a model, the named view first, with a hint for the empty list. */
export function actionRecord(model: Model): Element {
  return element('record', { id: actionId(model.name), model: 'ir.actions.act_window' },
    element('field', { name: 'name' }, model.labelPlural ?? model.label),
    element('field', { name: 'res_model' }, model.name),
    element('field', { name: 'view_mode' }, viewModes(model).join(',')),
    element('field', { name: 'help', type: 'html' },
      element('p', { class: 'o_view_nocontent_smiling_face' }, percentSafe(`Create the first ${model.label}`)),
      model.description !== undefined && element('p', {}, percentSafe(model.description))));
}

/** Odoo replaces `%(xml.id)d` in HTML fields too. */
function percentSafe(text: string): string {
  return /%[%(]/.test(text) ? text.replaceAll('%', '%%') : text;
}

export function actionId(model: string): string {
  return `${underscored(model)}_action`;
}
