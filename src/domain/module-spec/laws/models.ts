import type { Constraint, Model } from '../models.js';
import { checkEffects } from './effects.js';
import { checkGroup } from './groups.js';
import { condition, hasField, type Law, type Tell } from './law.js';
import { notInCheck, notInDomain } from './sayable.js';
import type { SpecNames } from './spec-names.js';
import { checkValues } from './values.js';

/** Each model is whole: who may see it, what holds for it, what names and orders its records. */
export const modelsLaw: Law = (names, tell) => {
  names.spec.models.forEach((model, at) => {
    const path = `models[${at}]`;
    if (model.extends && names.missingModel(model.name) === null && model.name.startsWith(`${names.spec.name}.`)) tell(`${path}.extends`, `\`${model.name}\` is a model of this module.`, 'Take `extends` out.');
    checkExtended(names, model, path, tell);
    if (model.multiCompany && model.extends) tell(`${path}.multiCompany`, 'Only a new model is given a company; one of Odoo has it or has it not.', 'Take `multiCompany` out.');
    checkFields(names, model, path, tell);
    checkConstraints(names, model, path, tell);
    checkAccess(names, model, path, tell);
    model.rules.forEach((rule, index) => {
      const where = condition(rule.where, `${path}.rules[${index}].where`, names.scope(model.name), tell);
      if (where !== null) notInDomain(where, { kind: 'rule' }, `${path}.rules[${index}].where`, tell);
      rule.groups.forEach((group, i) => checkGroup(names, group, `${path}.rules[${index}].groups[${i}]`, tell));
      if (!rule.read && !rule.write && !rule.create && !rule.delete) tell(`${path}.rules[${index}]`, 'This rule rules nothing.', 'Set at least one of read, write, create, delete.');
    });
    model.actions.forEach((action, index) => {
      const place = `${path}.actions[${index}]`;
      action.groups.forEach((group, i) => checkGroup(names, group, `${place}.groups[${i}]`, tell));
      checkValues(names, model.name, action.set, `${place}.set`, names.scope(model.name, { dataRecords: true }), tell);
      checkEffects(names, model.name, action.effects, `${place}.effects`, tell, { opens: true });
      if (action.words === undefined && action.effects.length === 0 && Object.keys(action.set).length === 0) tell(place, 'This button does nothing.', 'Give `set`, `effects` or `words`.');
    });
  });
};

function checkExtended(names: SpecNames, model: Model, path: string, tell: Tell): void {
  if (!model.extends) return;
  const others = names.spec.models.filter((other) => other !== model);
  const missing = names.missingForeignModel(model.name, others.map(({ name }) => name));
  if (missing !== null) tell(`${path}.name`, missing.message, missing.hint);
}

function checkFields(names: SpecNames, model: Model, path: string, tell: Tell): void {
  if (!model.extends && model.fields.length === 0) tell(`${path}.fields`, `\`${model.name}\` has no fields.`, 'Give it at least {name: name, type: char, label: Name, required: true}.');
  if (model.recName !== undefined) hasField(names, model.name, model.recName, `${path}.recName`, tell);
  checkOrder(names, model.name, model.order, `${path}.order`, tell);
  if (model.sequence === undefined) return;
  const numbered = names.field(model.name, model.sequence.field);
  if (numbered !== null && numbered.type !== 'char') tell(`${path}.sequence.field`, `The number goes into a char field; \`${numbered.name}\` is ${numbered.type}.`, 'Name a char field, or one that is not there yet: it is added.');
  const odd = /%(?!\((?:range_)?(?:year|y|month|day|doy|woy|weekday|h24|h12|min|sec)\)s)/.exec(model.sequence.prefix.replaceAll('%%', ''));
  if (model.sequence.yearly && !/%\(range_y(ear)?\)s/.test(model.sequence.prefix)) tell(`${path}.sequence.prefix`, 'What begins anew each year has to name the year, or two numbers would be the same.', 'E.g. CT/%(range_year)s/.');
  if (odd !== null) tell(`${path}.sequence.prefix`, 'After % an ir.sequence knows only (year), (y), (month), (day) and the like.', 'E.g. CT/%(year)s/.');
}

/** Stored fields only: the database sorts. */
export function checkOrder(names: SpecNames, model: string, order: string | undefined, path: string, tell: Tell): void {
  for (const part of order?.split(', ') ?? []) {
    const name = part.split(' ')[0] ?? '';
    if (!hasField(names, model, name, path, tell)) continue;
    const field = names.field(model, name);
    if (field === null) continue;
    if (['one2many', 'many2many', 'binary', 'image', 'json', 'html', 'properties', 'properties_definition'].includes(field.type)) tell(path, `Records cannot be ordered by \`${name}\`: it is ${field.type}.`, 'Order by a text, number, date or many2one.');
    else if (field.compute?.store === false || field.related !== undefined) tell(path, `\`${name}\` is not stored, so the database cannot order by it.`, 'Order by a stored field.');
  }
}

function checkConstraints(names: SpecNames, model: Model, path: string, tell: Tell): void {
  model.constraints.forEach((constraint, index) => {
    const place = `${path}.constraints[${index}]`;
    const given = [constraint.unique, constraint.check, constraint.holds, constraint.noOverlap, constraint.words].filter((part) => part !== undefined).length;
    if (given !== 1) tell(place, `A constraint has exactly one of \`unique\`, \`check\`, \`holds\`, \`noOverlap\`, \`words\`; this one has ${given === 0 ? 'none' : given}.`, given === 0 ? 'Say what must hold.' : 'Make a constraint of each.');
    constraint.unique?.forEach((name, i) => {
      const spot = `${place}.unique[${i}]`;
      if (!hasField(names, model.name, name, spot, tell)) return;
      const field = names.field(model.name, name);
      if (field !== null && (field.type === 'one2many' || field.type === 'many2many' || field.compute?.store === false || field.related !== undefined)) tell(spot, `\`${name}\` is no column of the table.`, 'Only stored fields can be unique.');
      if (constraint.unique?.indexOf(name) !== i) tell(spot, `\`${name}\` is named twice.`, 'Take one out.');
    });
    checkWhere(names, model.name, constraint, place, tell);
    checkOverlap(names, model.name, constraint, place, tell);
    const check = condition(constraint.check, `${place}.check`, names.scope(model.name), tell);
    if (check !== null) notInCheck(names, model.name, check, `${place}.check`, tell);
    condition(constraint.holds, `${place}.holds`, names.scope(model.name), tell);
  });
}

/** A unique index sees the columns of its table, the search for overlaps what a filter sees. */
function checkWhere(names: SpecNames, model: string, { where, unique, noOverlap }: Constraint, path: string, tell: Tell): void {
  if (where === undefined) return;
  if (unique === undefined && noOverlap === undefined) return tell(`${path}.where`, '`where` goes with `unique` and `noOverlap`.', 'Put it into the condition.');
  const parsed = condition(where, `${path}.where`, names.scope(model), tell);
  if (parsed === null) return;
  if (unique !== undefined) notInCheck(names, model, parsed, `${path}.where`, tell);
  else notInDomain(parsed, { kind: 'rule' }, `${path}.where`, tell);
}

function checkOverlap(names: SpecNames, model: string, { noOverlap }: Constraint, path: string, tell: Tell): void {
  if (noOverlap === undefined) return;
  const kinds = (['start', 'stop'] as const).map((key) => {
    const place = `${path}.noOverlap.${key}`;
    const name = noOverlap[key];
    if (!hasField(names, model, name, place, tell)) return null;
    const kind = names.fieldType(model, name)?.kind ?? 'unknown';
    if (!['date', 'datetime', 'unknown'].includes(kind)) tell(place, `\`${name}\` is no date.`, 'Name a date or a date with time.');
    tellUnstored(names, model, name, place, tell);
    return kind;
  });
  if (kinds[0] !== kinds[1] && !kinds.includes(null) && !kinds.includes('unknown')) tell(`${path}.noOverlap.stop`, 'Start and end are of different types.', 'Make both a date, or both a date with time.');
  noOverlap.by.forEach((name, index) => {
    const place = `${path}.noOverlap.by[${index}]`;
    if (hasField(names, model, name, place, tell)) tellUnstored(names, model, name, place, tell);
    if (names.fieldType(model, name)?.kind === 'many') tell(place, `\`${name}\` is several records.`, 'Name a field with one value.');
  });
}

function tellUnstored(names: SpecNames, model: string, name: string, path: string, tell: Tell): void {
  const field = names.field(model, name);
  if (field !== null && (field.compute?.store === false || field.related !== undefined)) tell(path, `\`${name}\` is not stored, so the database cannot look for it.`, 'Store it.');
}

function checkAccess(names: SpecNames, model: Model, path: string, tell: Tell): void {
  if (!model.extends && model.access.length === 0) {
    const group = names.spec.groups[0]?.id ?? 'base.group_user';
    tell(`${path}.access`, `Nobody may see \`${model.name}\`: it has no access row.`, `Add access: [{group: ${group}, read: true, write: true, create: true, delete: true}].`);
  }
  const seen = new Set<string>();
  model.access.forEach((row, index) => {
    const place = `${path}.access[${index}]`;
    checkGroup(names, row.group, `${place}.group`, tell);
    if (seen.has(row.group)) tell(`${place}.group`, `\`${row.group}\` has an access row already.`, 'Put both into one row.');
    seen.add(row.group);
    if (!row.read && (row.write || row.create || row.delete)) tell(`${place}.read`, 'Who writes, creates or deletes has to read as well.', 'Set `read: true`.');
  });
}
