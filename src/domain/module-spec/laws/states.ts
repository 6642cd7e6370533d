import { nearest } from '../../nearest.js';
import { checkEffects } from './effects.js';
import { checkGroup } from './groups.js';
import { condition, type Law } from './law.js';
import { checkValues } from './values.js';

/** States: the first one, and where each transition comes from and leads to, are among the options. */
export const statesLaw: Law = (names, tell) => {
  names.spec.models.forEach((model, at) => {
    const { states } = model;
    if (states === undefined) return;
    const path = `models[${at}].states`;
    const ids = states.options.map(({ id }) => id);
    const known = (id: string, place: string): void => {
      if (!ids.includes(id)) tell(place, `There is no state \`${id}\`.`, nearest(id, ids) || `States: ${ids.join(', ')}.`);
    };
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index) tell(`${path}.options[${index}].id`, `The state \`${id}\` is there twice.`, 'Take one out.');
    });
    known(states.initial, `${path}.initial`);
    const field = names.field(model.name, states.field);
    if (field !== null && field.type !== 'selection') tell(`${path}.field`, `\`${states.field}\` is ${field.type}; the state is a selection.`, 'Take the field out of `fields`: it is made from the states.');
    states.transitions.forEach((transition, index) => {
      const place = `${path}.transitions[${index}]`;
      transition.from.forEach((id, i) => known(id, `${place}.from[${i}]`));
      known(transition.to, `${place}.to`);
      transition.groups.forEach((group, i) => checkGroup(names, group, `${place}.groups[${i}]`, tell));
      condition(transition.guard, `${place}.guard`, names.scope(model.name), tell);
      if (transition.guardMessage !== undefined && transition.guard === undefined) tell(`${place}.guardMessage`, 'There is a message but no guard.', 'Add `guard`, or take the message out.');
      if (Object.hasOwn(transition.set, states.field)) tell(`${place}.set.${states.field}`, 'The transition sets the state itself.', `Take \`${states.field}\` out of \`set\`.`);
      checkEffects(names, model.name, transition.effects, `${place}.effects`, tell, { opens: true });
      checkValues(names, model.name, transition.set, `${place}.set`, names.scope(model.name, { dataRecords: true }), tell);
    });
  });
};
