import { countField } from '../../domain/module-spec/implied.js';
import type { Model } from '../../domain/module-spec/models.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { currenciesOf } from './field-choice.js';
import { groupsAttribute, readersOf } from './field-node.js';

/** The box at the top of a form with its smart buttons; null for a model without any. */
export function buttonBox(model: Model, index: SpecIndex): Element | null {
  const nodes = smartButtonNodes(model, index);
  return nodes.length === 0 ? null : element('div', { name: 'button_box', class: 'oe_button_box' }, nodes);
}

/** A number and what it is of; an amount with its currency. */
export function smartButtonNodes(model: Model, index: SpecIndex): Element[] {
  return model.smartButtons.map((button) => {
    const value = button.value ?? countField(button);
    const amount = model.fields.find(({ name }) => name === value)?.type === 'monetary';
    const shown = amount
      ? element('div', { class: 'o_field_widget o_stat_info' }, element('span', { class: 'o_stat_value' }, element('field', { name: value })), element('span', { class: 'o_stat_text' }, button.label))
      : element('field', { name: value, string: button.label, widget: 'statinfo' });
    return element('button', { name: button.id, type: 'object', class: 'oe_stat_button', icon: button.icon, groups: groupsAttribute(button.groups, index) ?? readersOf(index.field(model.name, button.relation)?.comodel ?? undefined, index) },
      amount && currenciesOf(model, [value]).map((name) => element('field', { name, invisible: '1' })), shown);
  });
}
