import { nearest } from '../../nearest.js';
import type { Effect } from '../effects.js';
import { tellMissing } from './fields.js';
import { condition, hasField, type Tell } from './law.js';
import { checkPath, checkRelationPath, checkTemplate } from './paths.js';
import type { SpecNames } from './spec-names.js';
import { checkValue, checkValues } from './values.js';

/** What each kind of effect needs and may have, besides `for`, `when` and `sudo`. */
const KEYS: Readonly<Record<Effect['do'], { readonly needs: readonly (keyof Effect)[]; readonly may: readonly (keyof Effect)[] }>> = {
  write: { needs: ['values'], may: ['on'] },
  create: { needs: ['model', 'values'], may: ['lines', 'link'] },
  press: { needs: ['button'], may: ['on'] },
  mail: { needs: ['template'], may: ['on'] },
  activity: { needs: ['summary'], may: ['on', 'type', 'user', 'deadline'] },
  post: { needs: ['text'], may: ['on'] },
  follow: { needs: ['who'], may: ['on'] },
  open: { needs: [], may: ['on'] },
};
const ALWAYS: readonly string[] = ['do', 'for', 'when', 'sudo'];

/**
 * Effects can be done: each has what it needs, and speaks of fields, records, buttons and templates that are there.
 * @param place opens: a person waits for what comes next, so a record may be opened at the end
 */
export function checkEffects(names: SpecNames, model: string, effects: readonly Effect[], path: string, tell: Tell, place: { readonly opens: boolean }): void {
  effects.forEach((effect, index) => {
    const spot = `${path}[${index}]`;
    checkKeys(effect, spot, tell);
    if (effect.do === 'open' && !place.opens) tell(`${spot}.do`, 'Nobody is there to whom something could be opened.', 'Take this effect out.');
    if (effect.do === 'open' && (index !== effects.length - 1 || effect.for !== undefined || effect.when !== undefined)) tell(`${spot}.do`, 'What is opened comes last, and always.', 'Put it at the end, without `for` and `when`.');
    checkEffect(names, model, effect, spot, tell);
  });
}

function checkKeys(effect: Effect, path: string, tell: Tell): void {
  const { needs, may } = KEYS[effect.do];
  const takes = `It takes ${[...needs, ...may].join(', ')}.`;
  for (const key of needs) if (effect[key] === undefined) tell(`${path}.${key}`, `An effect that does \`${effect.do}\` needs \`${key}\`.`, takes);
  for (const key of Object.keys(effect)) if (effect[key as keyof Effect] !== undefined && ![...needs, ...may, ...ALWAYS].includes(key)) tell(`${path}.${key}`, `An effect that does \`${effect.do}\` has no \`${key}\`.`, takes);
}

function checkEffect(names: SpecNames, model: string, effect: Effect, path: string, tell: Tell): void {
  const item = effect.for === undefined ? model : checkRelationPath(names, model, effect.for, `${path}.for`, tell);
  // Of a model that nobody knows nothing can be said.
  if (item === null) return;
  const scope = names.scope(item, { record: model, dataRecords: true });
  condition(effect.when, `${path}.when`, scope, tell);
  const target = effect.on === undefined ? item : checkRelationPath(names, item, effect.on, `${path}.on`, tell);
  if (effect.do === 'write' && effect.values !== undefined && target !== null) {
    const state = names.model(target)?.states?.field;
    if (state !== undefined && Object.hasOwn(effect.values, state)) tell(`${path}.values.${state}`, 'The state is set by a transition.', 'Press its button: {do: press, button: …}.');
    checkValues(names, target, effect.values, `${path}.values`, scope, tell);
  }
  if (effect.do === 'create' && effect.model !== undefined) checkCreate(names, model, item, effect.model, effect, path, tell);
  if (effect.do === 'press' && effect.button !== undefined && target !== null) checkButton(names, target, effect.button, `${path}.button`, tell);
  if (effect.do === 'mail' && effect.template !== undefined) {
    const found = names.spec.mailTemplates.find(({ id }) => id === effect.template);
    if (found === undefined) tell(`${path}.template`, `There is no mail template \`${effect.template}\`.`, nearest(effect.template, names.spec.mailTemplates.map(({ id }) => id)) || 'Add it to mailTemplates.');
    else if (target !== null && found.model !== target) tell(`${path}.template`, `\`${effect.template}\` is for \`${found.model}\`, this is \`${target}\`.`, 'Name the relation to it with `on`, or another template.');
  }
  if (['activity', 'post', 'follow'].includes(effect.do) && target !== null && names.model(target)?.mailThread === false && names.model(target)?.extends === false) tell(path, `\`${target}\` has no chatter.`, 'Set `mailThread: true` on the model.');
  checkTemplate(names, item, effect.summary, `${path}.summary`, tell);
  checkTemplate(names, item, effect.text, `${path}.text`, tell);
  if (effect.user !== undefined) checkValue(names, effect.user, { kind: 'one', model: 'res.users' }, `${path}.user`, scope, tell);
  if (effect.deadline !== undefined) checkValue(names, effect.deadline, { kind: 'date' }, `${path}.deadline`, scope, tell);
  if (effect.who !== undefined) checkValue(names, effect.who, { kind: 'one', model: null }, `${path}.who`, scope, tell);
}

function checkCreate(names: SpecNames, model: string, item: string, created: string, effect: Effect, path: string, tell: Tell): void {
  tellMissing(names, created, `${path}.model`, tell);
  if (names.missingModel(created) !== null) return;
  checkValues(names, created, effect.values ?? {}, `${path}.values`, names.scope(item, { record: model, dataRecords: true }), tell);
  for (const [field, lines] of Object.entries(effect.lines ?? {})) {
    const place = `${path}.lines.${field}`;
    if (!hasField(names, created, field, place, tell)) continue;
    const row = checkRelationPath(names, item, lines.for, `${place}.for`, tell);
    if (row === null) continue;
    const scope = names.scope(row, { record: model, dataRecords: true });
    condition(lines.when, `${place}.when`, scope, tell);
    const comodel = names.field(created, field)?.comodel;
    if (comodel !== undefined) checkValues(names, comodel, lines.values, `${place}.values`, scope, tell);
    else for (const [key, value] of Object.entries(lines.values)) checkValue(names, value, { kind: 'unknown' }, `${place}.values.${key}`, scope, tell);
  }
  if (effect.link === undefined) return;
  const type = checkPath(names, item, effect.link, `${path}.link`, tell);
  if (type !== null && type.kind !== 'unknown' && ((type.kind !== 'one' && type.kind !== 'many') || (type.model !== null && type.model !== created))) tell(`${path}.link`, `\`${effect.link}\` does not point to \`${created}\`.`, `It has to be a many2one or many2many with comodel ${created}.`);
}

function checkButton(names: SpecNames, model: string, button: string, path: string, tell: Tell): void {
  const described = names.model(model);
  const buttons = [...(described?.states?.transitions ?? []), ...(described?.actions ?? [])].map(({ id }) => id);
  if (buttons.includes(button)) return;
  if (described === null || described.extends) {
    if (!/^(action|button)_/.test(button)) tell(path, `\`${button}\` is no button of \`${model}\`.`, 'Buttons of Odoo are called action_… or button_….');
    return;
  }
  tell(path, `\`${model}\` has no button \`${button}\`.`, nearest(button, buttons) || (buttons.length === 0 ? 'Add it to transitions or actions.' : `Buttons: ${buttons.join(', ')}.`));
}
