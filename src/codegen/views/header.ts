import type { Model } from '../../domain/module-spec/models.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, type Element } from '../text/xml-element.js';
import { openingMethod, printingMethod } from '../models/effect-methods.js';
import { groupsAttribute } from './field-node.js';

/** Buttons, each shown in the states from which it leads on, and the status bar; nothing when the model has neither. */
export function headerNodes(model: Model, index: SpecIndex): Element[] {
  const { states } = model;
  const seen = new Set<string>();
  const transitions = (states?.transitions ?? []).map((transition) => {
    // The first button of a state is the one that people want next.
    const first = transition.from.some((state) => !seen.has(state));
    for (const state of transition.from) seen.add(state);
    return element('button', { name: transition.id, string: transition.label, type: 'object', class: first ? 'btn-primary' : undefined, invisible: notIn(states?.field ?? 'state', transition.from), groups: groupsAttribute(transition.groups, index) });
  });
  const actions = model.actions.map((action) => element('button', { name: action.id, string: action.label, type: 'object', groups: groupsAttribute(action.groups, index) }));
  const own = <T extends { readonly model: string }>(all: readonly T[]): readonly T[] => all.filter((one) => one.model === model.name);
  const button = (name: string, label: string, groups: readonly string[]): Element => element('button', { name, string: label, type: 'object', groups: groupsAttribute(groups, index) });
  const others = [
    ...own(index.spec.wizards).filter(({ form }) => form).map((wizard) => button(openingMethod(wizard), wizard.label, wizard.groups)),
    ...own(index.spec.reports).filter((report) => report.button).map((report) => button(printingMethod(report), report.label, report.groups)),
  ];
  const visible = states?.options.filter((option) => !option.fold).map((option) => option.id).join(',');
  const stages = model.stages === undefined ? [] : [element('field', { name: model.stages.field, widget: 'statusbar', options: "{'clickable': '1', 'fold_field': 'fold'}" })];
  return [...transitions, ...actions, ...others, ...stages, ...(states === undefined ? [] : [element('field', { name: states.field, widget: 'statusbar', statusbar_visible: visible })])];
}

function notIn(field: string, values: readonly string[]): string {
  const [only] = values;
  return values.length === 1 && only !== undefined ? `${field} != '${only}'` : `${field} not in (${values.map((value) => `'${value}'`).join(', ')})`;
}
