import { checkEffects } from './effects.js';
import { checkGroup } from './groups.js';
import { condition, hasField, unique, type Law } from './law.js';
import { appOf } from './odoo-names.js';
import { checkValues } from './values.js';

/** Stages have a model of their own, and what happens in a closed one can happen. */
export const stagesLaw: Law = (names, tell) => {
  const models = names.spec.models.map(({ name }) => name);
  const owners = new Map<string, string>();
  names.spec.models.forEach((model, at) => {
    const { stages } = model;
    if (stages === undefined) return;
    const path = `models[${at}].stages`;
    const owner = owners.get(stages.model);
    if (models.includes(stages.model) || appOf(stages.model) !== null) tell(`${path}.model`, `There is a model \`${stages.model}\` already; one is made for the stages.`, `Take another name, e.g. ${model.name}.stage, and leave it out of \`models\`.`);
    else if (owner !== undefined) tell(`${path}.model`, `\`${stages.model}\` holds the stages of \`${owner}\` already.`, 'Give each model stages of its own.');
    owners.set(stages.model, model.name);
    if (model.extends) tell(path, 'Stages go on a new model; a model of Odoo has its own.', 'Take `stages` out.');
    if (names.field(model.name, stages.field) !== null) tell(`${path}.field`, `\`${stages.field}\` is in \`fields\`; it is made from the stages.`, 'Take it out of `fields`.');
    if (model.states?.field === stages.field) tell(`${path}.field`, 'The stage and the status are one field.', 'Give one of them another name.');
    stages.groups.forEach((group, i) => checkGroup(names, group, `${path}.groups[${i}]`, tell));
    unique(stages.options.map(({ id }, i) => ({ name: id, path: `${path}.options[${i}].id` })), 'The stage', tell);
    const { closing } = stages;
    if (closing === undefined) return;
    const place = `${path}.closing`;
    if (!stages.options.some(({ closed }) => closed)) tell(place, 'No stage is closed, so this never happens.', 'Set `closed: true` on the last stage.');
    closing.groups.forEach((group, i) => checkGroup(names, group, `${place}.groups[${i}]`, tell));
    condition(closing.guard, `${place}.guard`, names.scope(model.name), tell);
    if (closing.guardMessage !== undefined && closing.guard === undefined) tell(`${place}.guardMessage`, 'There is a message but no guard.', 'Add `guard`, or take the message out.');
    if (Object.hasOwn(closing.set, stages.field)) tell(`${place}.set.${stages.field}`, 'The stage is where it came into; it cannot be set here.', `Take \`${stages.field}\` out of \`set\`.`);
    checkValues(names, model.name, closing.set, `${place}.set`, names.scope(model.name, { dataRecords: true }), tell);
    checkEffects(names, model.name, closing.effects, `${place}.effects`, tell, { opens: false });
    if (closing.guard === undefined && closing.words === undefined && closing.groups.length === 0 && closing.effects.length === 0 && Object.keys(closing.set).length === 0) tell(place, 'Nothing happens here.', 'Give `groups`, `guard`, `set`, `effects` or `words`, or take it out.');
  });
};

/** Smart buttons open the records of a relation and show a number. */
export const smartButtonsLaw: Law = (names, tell) => {
  names.spec.models.forEach((model, at) => model.smartButtons.forEach((button, index) => {
    const path = `models[${at}].smartButtons[${index}]`;
    button.groups.forEach((group, i) => checkGroup(names, group, `${path}.groups[${i}]`, tell));
    const relation = names.field(model.name, button.relation);
    if (relation === null || (relation.type !== 'one2many' && relation.type !== 'many2many')) {
      tell(`${path}.relation`, `\`${button.relation}\` is no one2many or many2many of \`${model.name}\`.`, `Add {name: ${button.relation}, type: one2many, comodel: …, inverse: …} to its fields.`);
      return;
    }
    if (button.where !== undefined && relation.comodel !== undefined) condition(button.where, `${path}.where`, names.scope(relation.comodel), tell);
    if (button.value === undefined || !hasField(names, model.name, button.value, `${path}.value`, tell)) return;
    const type = names.fieldType(model.name, button.value);
    if (type !== null && type.kind !== 'number' && type.kind !== 'unknown') tell(`${path}.value`, `A smart button shows a number; \`${button.value}\` is none.`, 'Name a number field, or leave it out: then the records are counted.');
  }));
};
