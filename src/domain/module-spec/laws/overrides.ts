import type { Onchange, Override } from '../models.js';
import { condition, hasField, unique, type Law, type Tell } from './law.js';
import type { SpecNames } from './spec-names.js';
import { checkValues } from './values.js';

/** What every model does itself. */
const OWN_METHODS = ['create', 'write', 'unlink', 'copy'];

/** Methods of Odoo are extended where they are, with something that can be said there. */
export const overridesLaw: Law = (names, tell) => {
  names.spec.models.forEach((model, at) => {
    const path = `models[${at}]`;
    unique(model.overrides.map(({ id }, index) => ({ name: id, path: `${path}.overrides[${index}].id` })), 'The override', tell);
    unique(model.onchanges.map(({ id }, index) => ({ name: id, path: `${path}.onchanges[${index}].id` })), 'The onchange', tell);
    model.overrides.forEach((override, index) => checkOverride(names, model, override, `${path}.overrides[${index}]`, tell));
    model.onchanges.forEach((onchange, index) => checkOnchange(names, model.name, onchange, `${path}.onchanges[${index}]`, tell));
  });
};

function checkOverride(names: SpecNames, model: SpecNames['spec']['models'][number], override: Override, path: string, tell: Tell): void {
  const { method } = override;
  if (!OWN_METHODS.includes(method) && !model.extends) tell(`${path}.method`, `\`${model.name}\` has no \`${method}\` to extend: it is a new model.`, `Name one of ${OWN_METHODS.join(', ')}; what a button of its own does is said with the button.`);
  else if (!OWN_METHODS.includes(method) && !/^(action|button)_/.test(method)) tell(`${path}.method`, `\`${method}\` is neither ${OWN_METHODS.join(', ')} nor the method of a button.`, 'E.g. action_confirm.');
  const buttons = [...(model.states?.transitions ?? []), ...model.actions, ...model.smartButtons];
  if (buttons.some(({ id }) => id === method)) tell(`${path}.method`, `\`${method}\` is a button of this module.`, 'Say with the button what it does.');
  if (override.fields.length > 0 && method !== 'write') tell(`${path}.fields`, `\`fields\` goes with write, not with ${method}.`, 'Take it out.');
  override.fields.forEach((field, i) => hasField(names, model.name, field, `${path}.fields[${i}]`, tell));
  condition(override.guard, `${path}.guard`, names.scope(model.name), tell);
  if (override.message !== undefined && override.guard === undefined) tell(`${path}.message`, 'There is a message but no guard.', 'Add `guard`, or take the message out.');
  if (method === 'unlink' && Object.keys(override.set).length > 0) tell(`${path}.set`, 'Nothing can be set on what is deleted.', 'Take `set` out.');
  checkValues(names, model.name, override.set, `${path}.set`, names.scope(model.name, { dataRecords: true }), tell);
  if (override.guard === undefined && override.words === undefined && Object.keys(override.set).length === 0) tell(path, 'Nothing is added to the method.', 'Give `guard`, `set` or `words`.');
}

function checkOnchange(names: SpecNames, model: string, onchange: Onchange, path: string, tell: Tell): void {
  onchange.fields.forEach((field, i) => hasField(names, model, field, `${path}.fields[${i}]`, tell));
  condition(onchange.when, `${path}.when`, names.scope(model), tell);
  checkValues(names, model, onchange.set, `${path}.set`, names.scope(model, { dataRecords: true }), tell);
  for (const field of onchange.fields) if (Object.hasOwn(onchange.set, field)) tell(`${path}.set.${field}`, `\`${field}\` is what was changed.`, 'Set another field.');
  if ((onchange.words === undefined) === (Object.keys(onchange.set).length === 0)) tell(path, 'An onchange has either `set` or `words`.', 'Give one of the two.');
}
