import type { Expression } from '../../expression/ast.js';
import { pathsOf } from '../../expression/paths.js';
import { fits } from '../../expression/check.js';
import { typeWords } from '../../expression/types.js';
import type { Field, FieldType, Widget } from '../fields.js';
import type { Model } from '../models.js';
import { checkGroup } from './groups.js';
import { checkedExpression, condition, type Law, type Tell } from './law.js';
import { notInDomain, notInList } from './sayable.js';
import { typeOfField, type SpecNames } from './spec-names.js';
import { checkValue, checkValues } from './values.js';

/** Keys that go with some types only. */
const KEYS: Readonly<Partial<Record<keyof Field, readonly FieldType[]>>> = {
  size: ['char'], barcode: ['char'], digits: ['float'], currencyField: ['monetary'], maxWidth: ['image'], options: ['selection'], models: ['reference'],
  comodel: ['many2one', 'one2many', 'many2many'], inverse: ['one2many'], onDelete: ['many2one'], where: ['many2one', 'many2many'], modelField: ['many2one_reference'], definition: ['properties'],
};
/** Keys without which a type says nothing. */
const NEEDED: Readonly<Partial<Record<FieldType, readonly (keyof Field)[]>>> = {
  selection: ['options'], reference: ['models'], many2one: ['comodel'], one2many: ['comodel', 'inverse'], many2many: ['comodel'], many2one_reference: ['modelField'], properties: ['definition'],
};
/** What a widget can show. */
const SHOWS: Readonly<Record<Widget, readonly FieldType[]>> = {
  badge: ['selection', 'many2one', 'char'], boolean_toggle: ['boolean'], color_picker: ['integer'], email: ['char'], float_time: ['float'], handle: ['integer'], percentage: ['float', 'integer'], phone: ['char'],
  priority: ['selection'], progressbar: ['integer', 'float'], radio: ['selection', 'many2one'], remaining_days: ['date', 'datetime'], url: ['char'],
};
const TEXTS: readonly FieldType[] = ['char', 'text', 'html'];
const UNCOMPUTED: readonly FieldType[] = ['properties', 'properties_definition', 'one2many', 'many2one_reference'];

/** Each field has what its type needs, nothing that belongs to another type, and points to what is there. */
export const fieldsLaw: Law = (names, tell) => {
  names.spec.models.forEach((model, at) => model.fields.forEach((field, index) => checkField(names, model, field, `models[${at}].fields[${index}]`, tell)));
};

/** @param defaultsOf the model whose fields an expression of the default sees; null: none */
export function checkField(names: SpecNames, model: Model, field: Field, path: string, tell: Tell, defaultsOf: string | null = null): void {
  checkKeys(field, model.states?.field === field.name, path, tell);
  checkRelation(names, model.name, field, path, tell);
  field.groups.forEach((group, i) => checkGroup(names, group, `${path}.groups[${i}]`, tell));
  if (field.tracking && !model.mailThread && !model.extends) tell(`${path}.tracking`, 'Tracking needs a chatter.', 'Set `mailThread: true` on the model.');
  if (field.related !== undefined) checkRelated(names, model.name, field, path, tell);
  checkCompute(names, model.name, field, path, tell);
  checkLook(names, model.name, field, path, tell);
  if (field.default !== undefined) checkValue(names, field.default, typeOfField(field), `${path}.default`, names.scope(defaultsOf, { dataRecords: true }), tell);
  if (field.where !== undefined && field.comodel !== undefined) {
    const where = condition(field.where, `${path}.where`, names.scope(field.comodel, { record: model.name }), tell);
    if (where !== null) notInDomain(where, { kind: 'chooser' }, `${path}.where`, tell);
  }
}

function checkKeys(field: Field, isState: boolean, path: string, tell: Tell): void {
  for (const [key, types] of Object.entries(KEYS)) {
    if (Object.hasOwn(field, key) && field[key as keyof Field] !== undefined && !types.includes(field.type)) tell(`${path}.${key}`, `\`${key}\` goes with ${types.join(', ')}, not with ${field.type}.`, 'Take it out, or change the type.');
  }
  if (field.related === undefined && !isState) for (const key of NEEDED[field.type] ?? []) if (field[key] === undefined) tell(`${path}.${key}`, `A ${field.type} field needs \`${key}\`.`, NEED_HINT[key]);
  if (field.type === 'selection' && field.options?.length === 0) tell(`${path}.options`, 'A selection needs at least one option.', NEED_HINT.options);
  const seen = new Set<string>();
  field.options?.forEach(({ id }, index) => {
    if (seen.has(id)) tell(`${path}.options[${index}].id`, `The option \`${id}\` is there twice.`, 'Take one out.');
    seen.add(id);
  });
  if (field.translate && !TEXTS.includes(field.type)) tell(`${path}.translate`, `Only texts are translated, not ${field.type}.`, 'Take `translate` out.');
  if (field.onDelete === 'set null' && field.required) tell(`${path}.onDelete`, 'A required relation cannot be set to nothing.', 'Use restrict or cascade, or make the field not required.');
  if (field.digits !== undefined && field.digits[1] >= field.digits[0]) tell(`${path}.digits`, 'There have to be more digits in all than decimals.', 'E.g. [10, 2].');
  if (field.compute !== undefined && field.related !== undefined) tell(`${path}.compute`, 'A field is computed or related, not both.', 'Take one of them out.');
  if (field.barcode !== undefined && (field.compute !== undefined || field.related !== undefined || field.translate || field.companyDependent)) tell(`${path}.barcode`, 'What is scanned is one stored text for everybody.', 'Take `barcode` out, or make it a plain char field.');
  if (field.companyDependent && (field.compute !== undefined || field.related !== undefined)) tell(`${path}.companyDependent`, 'What is computed or related cannot differ by company.', 'Take one of them out.');
}

const NEED_HINT: Readonly<Partial<Record<keyof Field, string>>> = {
  options: 'E.g. options: [{id: low, label: Low}, {id: high, label: High}].',
  models: 'E.g. models: [res.partner].',
  comodel: 'Name the model that it points to, e.g. comodel: res.partner.',
  inverse: 'Name the many2one on the other model that points back.',
  modelField: 'Name the char field that holds the model’s name.',
  definition: 'E.g. definition: category_id.properties_definition.',
};

function checkRelation(names: SpecNames, model: string, field: Field, path: string, tell: Tell): void {
  if (field.comodel !== undefined) tellMissing(names, field.comodel, `${path}.comodel`, tell);
  field.models?.forEach((name, index) => tellMissing(names, name, `${path}.models[${index}]`, tell));
  if (field.type === 'one2many' && field.comodel !== undefined && field.inverse !== undefined) {
    const inverse = names.fieldType(field.comodel, field.inverse);
    if (inverse === null) tell(`${path}.inverse`, `\`${field.comodel}\` has no field \`${field.inverse}\`.`, `Add to it: {name: ${field.inverse}, type: many2one, comodel: ${model}, label: …}.`);
    else if (inverse.kind !== 'unknown' && (inverse.kind !== 'one' || (inverse.model !== null && inverse.model !== model))) tell(`${path}.inverse`, `\`${field.comodel}.${field.inverse}\` does not point back to \`${model}\`.`, `It has to be a many2one with comodel ${model}.`);
  }
  if (field.type === 'monetary') {
    const name = field.currencyField ?? 'currency_id';
    const currency = names.field(model, name);
    if (currency !== null && (currency.type !== 'many2one' || currency.comodel !== 'res.currency')) tell(`${path}.currencyField`, `\`${name}\` is no many2one to res.currency.`, 'Name one, or leave it out: then currency_id is added.');
  }
  if (field.type === 'many2one_reference' && field.modelField !== undefined) {
    const type = names.fieldType(model, field.modelField);
    if (type === null || (type.kind !== 'text' && type.kind !== 'unknown')) tell(`${path}.modelField`, `\`${field.modelField}\` is no char field of \`${model}\`.`, `Add {name: ${field.modelField}, type: char, label: Model}.`);
  }
  if (field.type === 'properties' && field.definition !== undefined) {
    const [relation = '', definition = ''] = field.definition.split('.');
    const target = names.fieldType(model, relation);
    if (target?.kind !== 'one') { if (target?.kind !== 'unknown') tell(`${path}.definition`, `\`${relation}\` is no many2one of \`${model}\`.`, NEED_HINT.definition); } 
    else if (target.model !== null && names.model(target.model)?.extends === false && names.field(target.model, definition)?.type !== 'properties_definition') tell(`${path}.definition`, `\`${target.model}\` has no properties_definition field \`${definition}\`.`, `Add {name: ${definition}, type: properties_definition, label: Properties} to it.`);
  }
}

export function tellMissing(names: SpecNames, model: string, path: string, tell: Tell): void {
  const missing = names.missingModel(model);
  if (missing !== null) tell(path, missing.message, missing.hint);
}

function checkRelated(names: SpecNames, model: string, field: Field, path: string, tell: Tell): void {
  if (field.related === undefined) return;
  if (field.required) tell(`${path}.required`, 'A related field takes its value from elsewhere and cannot be required.', 'Take `required` out.');
  let current: string | null = model;
  const segments = field.related.split('.');
  for (const [index, segment] of segments.entries()) {
    if (current === null) return;
    const type = names.fieldType(current, segment);
    if (type === null) return tell(`${path}.related`, `\`${current}\` has no field \`${segment}\`.`, 'Check the path: field names with dots between them.');
    if (type.kind === 'unknown') return;
    if (index === segments.length - 1) {
      if (!fits(type, typeOfField(field)) || (['one', 'many'].includes(type.kind) && type.kind !== typeOfField(field).kind)) tell(`${path}.type`, `\`${field.related}\` is ${typeWords(type)}, this field is ${field.type}.`, 'Give the field the type of what it shows.');
    } else if (type.kind === 'one' || type.kind === 'many') current = type.model;
    else return tell(`${path}.related`, `\`${segment}\` is no relation; nothing can follow it.`, 'Check the path.');
  }
}

function checkCompute(names: SpecNames, model: string, field: Field, path: string, tell: Tell): void {
  const { compute } = field;
  if (compute === undefined) return;
  if (UNCOMPUTED.includes(field.type)) tell(`${path}.compute`, `A ${field.type} field cannot be computed here.`, 'Take `compute` out.');
  if (field.required) tell(`${path}.required`, 'A computed field cannot be required: nobody fills it in.', 'Take `required` out; use a constraint to demand a value.');
  if ((compute.expression === undefined) === (compute.words === undefined)) tell(`${path}.compute`, 'A computed field needs either `expression` or `words`.', 'Give one of the two.');
  if (compute.expression !== undefined) {
    if (compute.depends !== undefined) tell(`${path}.compute.depends`, 'With an expression, `depends` is taken from it.', 'Take `depends` out.');
    const expression: Expression | null = checkedExpression(compute.expression, `${path}.compute.expression`, names.scope(model), tell, typeOfField(field));
    if (expression !== null && pathsOf(expression).some(([first, second]) => first === field.name && second === undefined)) tell(`${path}.compute.expression`, `\`${field.name}\` is computed from itself.`, 'Compute it from other fields.');
  }
  condition(compute.keepWhen, `${path}.compute.keepWhen`, names.scope(model), tell);
  if (compute.keepWhen !== undefined && !compute.store) tell(`${path}.compute.keepWhen`, 'Only what is stored can stay as it is.', 'Take `store: false` or `keepWhen` out.');
  if (compute.keepWhen !== undefined && compute.expression === undefined) tell(`${path}.compute.keepWhen`, 'What is said in words is computed by words alone.', 'Put it into the words.');
  if (compute.inverse !== undefined && compute.inverseWords !== undefined) tell(`${path}.compute.inverse`, 'The way back is said by `inverse` or by `inverseWords`, not both.', 'Take one of them out.');
  if (compute.inverse !== undefined) checkValues(names, model, compute.inverse, `${path}.compute.inverse`, names.scope(model, { dataRecords: true }), tell);
  if (compute.inverse !== undefined && Object.hasOwn(compute.inverse, field.name)) tell(`${path}.compute.inverse.${field.name}`, `\`${field.name}\` is what was changed.`, 'Set what it is computed from.');
  if (compute.searchWords !== undefined && compute.store) tell(`${path}.compute.searchWords`, 'What is stored is found without words.', 'Take `searchWords` out, or set `store: false`.');
  compute.depends?.forEach((dependency, index) => {
    const head = dependency.split('.')[0] ?? '';
    if (names.fieldType(model, head) === null) tell(`${path}.compute.depends[${index}]`, `\`${model}\` has no field \`${head}\`.`, 'Name the fields that the words speak of.');
  });
}

/** How a field looks, and when: a form evaluates conditions in the browser, as a list does its colours. */
function checkLook(names: SpecNames, model: string, field: Field, path: string, tell: Tell): void {
  const { widget } = field;
  if (widget !== undefined && !SHOWS[widget].includes(field.type)) tell(`${path}.widget`, `\`${widget}\` shows ${SHOWS[widget].join(', ')}, not ${field.type}.`, 'Take it out, or choose another one.');
  for (const key of ['hiddenWhen', 'readonlyWhen', 'requiredWhen'] as const) {
    const place = `${path}.${key}`;
    const when = condition(field[key], place, names.scope(model), tell);
    if (when !== null) notInList(names, model, when, place, tell);
  }
}
