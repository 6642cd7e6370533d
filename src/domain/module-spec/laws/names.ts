import { ODOO_MODULES } from '../../odoo-modules.js';
import { AUTOMATIC_FIELDS, MODEL_METHODS, PYTHON_KEYWORDS, THREAD_FIELDS, appOf } from './odoo-names.js';
import { EXPRESSION_NAMES } from './spec-names.js';
import { unique, type Law, type Tell } from './law.js';

/** PostgreSQL cuts names off here. */
const MAX_SQL_NAME = 63;

/** Names are there once, can be names where they are printed, and belong to nobody else. */
export const namesLaw: Law = ({ spec }, tell) => {
  if (ODOO_MODULES.has(spec.name)) tell('name', `Odoo has a module called \`${spec.name}\` itself.`, `Take another name, e.g. ${spec.name}_custom.`);
  if (PYTHON_KEYWORDS.has(spec.name)) tell('name', `\`${spec.name}\` is a word of Python and cannot name a module.`, 'Take another name.');
  if (spec.depends.includes(spec.name)) tell(`depends[${spec.depends.indexOf(spec.name)}]`, 'A module cannot depend on itself.', 'Take it out.');
  unique(spec.depends.map((name, index) => ({ name, path: `depends[${index}]` })), 'The app', tell);
  unique(spec.models.map(({ name }, index) => ({ name, path: `models[${index}].name` })), 'The model', tell);
  unique(spec.acceptance.map(({ id }, index) => ({ name: id, path: `acceptance[${index}].id` })), 'The criterion', tell);
  unique(spec.openQuestions.map(({ id }, index) => ({ name: id, path: `openQuestions[${index}].id` })), 'The question', tell);
  unique([
    ...spec.groups.map(({ id }, index) => ({ name: id, path: `groups[${index}].id` })),
    ...spec.menus.map(({ id }, index) => ({ name: id, path: `menus[${index}].id` })),
    ...spec.models.flatMap((model, at) => model.rules.map(({ id }, index) => ({ name: id, path: `models[${at}].rules[${index}].id` }))),
    ...spec.models.flatMap((model, at) => (model.stages?.options ?? []).map(({ id }, index) => ({ name: id, path: `models[${at}].stages.options[${index}].id` }))),
    ...spec.data.map(({ id }, index) => ({ name: id, path: `data[${index}].id` })),
    ...spec.demo.map(({ id }, index) => ({ name: id, path: `demo[${index}].id` })),
    ...spec.mailTemplates.map(({ id }, index) => ({ name: id, path: `mailTemplates[${index}].id` })),
    ...spec.jobs.map(({ id }, index) => ({ name: id, path: `jobs[${index}].id` })),
    ...spec.reports.map(({ id }, index) => ({ name: id, path: `reports[${index}].id` })),
  ], 'The id', tell);
  spec.models.forEach((model, at) => {
    const path = `models[${at}]`;
    if (!model.extends && appOf(model.name) !== null) tell(`${path}.name`, `Odoo has a model \`${model.name}\` itself.`, 'Set `extends: true` to add to it, or take another name.');
    if (!model.extends && model.name.split('.').some((part) => PYTHON_KEYWORDS.has(part)) && !model.name.includes('.')) tell(`${path}.name`, `\`${model.name}\` is a word of Python.`, 'Take another name, e.g. with the module’s name before it.');
    model.fields.forEach(({ name }, index) => checkFieldName(name, `${path}.fields[${index}].name`, model.mailThread, tell));
    model.fields.forEach((field, index) => {
      if (field.barcode !== undefined && model.fields.some(({ name }) => name === `${field.name}_barcode`)) tell(`${path}.fields[${index}].barcode`, `The picture of the code would be called \`${field.name}_barcode\`, which is a field already.`, 'Give that field another name.');
    });
    unique(model.fields.map(({ name }, index) => ({ name, path: `${path}.fields[${index}].name` })), 'The field', tell);
    const buttons = [
      ...(model.states?.transitions ?? []).map(({ id }, index) => ({ name: id, path: `${path}.states.transitions[${index}].id` })),
      ...model.actions.map(({ id }, index) => ({ name: id, path: `${path}.actions[${index}].id` })),
      ...model.smartButtons.map(({ id }, index) => ({ name: id, path: `${path}.smartButtons[${index}].id` })),
    ];
    const constraints = model.constraints.map(({ id }, index) => ({ name: id, path: `${path}.constraints[${index}].id` }));
    unique(buttons, 'The button', tell);
    unique(constraints, 'The constraint', tell);
    for (const button of buttons) {
      if (MODEL_METHODS.has(button.name)) tell(button.path, `\`${button.name}\` is a method of every model in Odoo.`, `Take another name, e.g. action_${button.name}.`);
      if (PYTHON_KEYWORDS.has(button.name)) tell(button.path, `\`${button.name}\` is a word of Python.`, `Take another name, e.g. action_${button.name}.`);
      if (model.fields.some(({ name }) => name === button.name)) tell(button.path, `\`${button.name}\` names a field of this model already.`, `Take another name, e.g. action_${button.name}.`);
    }
    for (const { name, path: place } of constraints) {
      const sql = `${model.name.replaceAll('.', '_')}_${name}`;
      if (sql.length > MAX_SQL_NAME) tell(place, `With the table’s name the constraint has ${sql.length} characters, PostgreSQL allows ${MAX_SQL_NAME}.`, 'Shorten its id.');
    }
    checkRelationTables(model.name, model.fields, path, tell);
  });
};

function checkFieldName(name: string, path: string, thread: boolean, tell: Tell): void {
  if ((AUTOMATIC_FIELDS as readonly string[]).includes(name)) tell(path, `Odoo gives every model a field \`${name}\` itself.`, 'Take it out, or choose another name.');
  else if (PYTHON_KEYWORDS.has(name)) tell(path, `\`${name}\` is a word of Python and cannot name a field.`, `Take another name, e.g. ${name}_value.`);
  else if (MODEL_METHODS.has(name)) tell(path, `\`${name}\` is a method of every model in Odoo.`, `Take another name, e.g. ${name}_value.`);
  else if (EXPRESSION_NAMES.has(name)) tell(path, `\`${name}\` means something else in expressions.`, `Take another name, e.g. ${name}_id for a relation.`);
  else if (thread && (THREAD_FIELDS as readonly string[]).includes(name)) tell(path, `The chatter brings a field \`${name}\` itself.`, 'Take it out, or choose another name.');
}

function checkRelationTables(model: string, fields: readonly { readonly name: string; readonly type: string; readonly comodel?: string | undefined }[], path: string, tell: Tell): void {
  fields.forEach((field, index) => {
    if (field.type !== 'many2many' || field.comodel === undefined) return;
    const table = `${[model, field.comodel].map((name) => name.replaceAll('.', '_')).sort().join('_')}_rel`;
    if (table.length > MAX_SQL_NAME) tell(`${path}.fields[${index}]`, `The table of this relation would be called ${table}: ${table.length} characters, PostgreSQL allows ${MAX_SQL_NAME}.`, 'Shorten the names of the models.');
  });
}
