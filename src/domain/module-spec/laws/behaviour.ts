import { nearest } from '../../nearest.js';
import type { Report, Wizard } from '../behaviour.js';
import { WIZARD_FIELDS, wizardLineModel, wizardSource } from '../implied-models.js';
import { appOf } from './odoo-names.js';
import { checkEffects } from './effects.js';
import { checkField, tellMissing } from './fields.js';
import { checkGroup } from './groups.js';
import { condition, unique, type Law, type Tell } from './law.js';
import { checkPath, checkRelationPath, checkTemplate } from './paths.js';
import { notInDomain } from './sayable.js';
import { typeOfField, type SpecNames } from './spec-names.js';
import { checkValue } from './values.js';

/** Mail templates, jobs, wizards, settings and reports speak of what is there, and do something. */
export const behaviourLaw: Law = (names, tell) => {
  checkMailTemplates(names, tell);
  checkJobs(names, tell);
  names.spec.wizards.forEach((wizard, at) => checkWizard(names, wizard, `wizards[${at}]`, tell));
  unique(names.spec.wizards.map(({ name }, at) => ({ name, path: `wizards[${at}].name` })), 'The wizard', tell);
  checkSettings(names, tell);
  names.spec.reports.forEach((report, at) => checkReport(names, report, `reports[${at}]`, tell));
};

function checkMailTemplates(names: SpecNames, tell: Tell): void {
  names.spec.mailTemplates.forEach((mail, at) => {
    const path = `mailTemplates[${at}]`;
    if (missing(names, mail.model, path, tell)) return;
    checkTemplate(names, mail.model, mail.subject, `${path}.subject`, tell);
    checkTemplate(names, mail.model, mail.body, `${path}.body`, tell);
    const to = checkPath(names, mail.model, mail.to, `${path}.to`, tell);
    if (to !== null && !(to.kind === 'text' || to.kind === 'unknown' || ((to.kind === 'one' || to.kind === 'many') && [null, 'res.partner', 'res.users'].includes(to.model)))) tell(`${path}.to`, `\`${mail.to}\` is nobody to whom a mail could go.`, 'Name a relation to contacts or users, or a char field with an address.');
    if (mail.language !== undefined) text(names, mail.model, mail.language, `${path}.language`, tell);
    if (mail.report === undefined) return;
    const report = names.spec.reports.find(({ id }) => id === mail.report);
    if (report?.model !== mail.model) tell(`${path}.report`, `There is no report \`${mail.report}\` of \`${mail.model}\`.`, nearest(mail.report, names.spec.reports.map(({ id }) => id)) || 'Add it to reports.');
  });
}

function checkJobs(names: SpecNames, tell: Tell): void {
  names.spec.jobs.forEach((job, at) => {
    const path = `jobs[${at}]`;
    if (missing(names, job.model, path, tell)) return;
    if (names.model(job.model) === null) tell(`${path}.model`, `\`${job.model}\` is no model of this module.`, `Add it to models: {name: ${job.model}, extends: true, label: …}.`);
    const where = condition(job.where, `${path}.where`, names.scope(job.model), tell);
    if (where !== null) notInDomain(where, { kind: 'count', records: new Map() }, `${path}.where`, tell);
    checkEffects(names, job.model, job.effects, `${path}.effects`, tell, { opens: false });
    if (job.effects.length === 0 && job.words === undefined) tell(path, 'This job does nothing.', 'Give `effects` or `words`.');
  });
}

function checkWizard(names: SpecNames, wizard: Wizard, path: string, tell: Tell): void {
  if (missing(names, wizard.model, path, tell)) return;
  if (names.model(wizard.model) === null) tell(`${path}.model`, `\`${wizard.model}\` is no model of this module.`, `Add it to models: {name: ${wizard.model}, extends: true, label: …}.`);
  if (names.spec.models.some(({ name }) => name === wizard.name) || appOf(wizard.name) !== null) tell(`${path}.name`, `There is a model \`${wizard.name}\` already.`, 'Give the wizard another name.');
  if (!wizard.form && !wizard.list) tell(path, 'This wizard opens from nowhere.', 'Set `form` or `list`.');
  wizard.groups.forEach((group, i) => checkGroup(names, group, `${path}.groups[${i}]`, tell));
  const own = names.model(wizard.name);
  const row = names.model(wizardLineModel(wizard));
  const reserved: readonly string[] = Object.values(WIZARD_FIELDS);
  const fields = [...wizard.fields.map((field, i) => ({ field, path: `${path}.fields[${i}]`, model: own, defaultsOf: null })), ...(wizard.lines?.fields ?? []).map((field, i) => ({ field, path: `${path}.lines.fields[${i}]`, model: row, defaultsOf: wizardSource(names.spec, wizard) }))];
  for (const { field, path: place, model, defaultsOf } of fields) {
    if (reserved.includes(field.name)) tell(`${place}.name`, `Each wizard has a field \`${field.name}\` itself.`, 'Take another name.');
    if (field.compute?.words !== undefined) tell(`${place}.compute.words`, 'A field of a wizard is computed by an expression only.', 'Use `words` of the wizard for what it does.');
    if (model !== null) checkField(names, model, field, place, tell, defaultsOf);
  }
  for (const list of [wizard.fields, wizard.lines?.fields ?? []]) unique(list.map((field) => ({ name: field.name, path: fields.find((one) => one.field === field)?.path ?? path })), 'The field', tell);
  const source = wizard.lines?.of === undefined ? wizard.model : checkRelationPath(names, wizard.model, wizard.lines.of, `${path}.lines.of`, tell);
  if (source === null) tell(`${path}.lines.of`, 'It has to be known which records the rows are for.', 'Name a relation of a model of this module.');
  else condition(wizard.lines?.when, `${path}.lines.when`, names.scope(source), tell);
  checkEffects(names, wizard.name, wizard.effects, `${path}.effects`, tell, { opens: true });
  if (wizard.effects.length === 0 && wizard.words === undefined) tell(path, 'This wizard does nothing.', 'Give `effects` or `words`.');
}

function checkSettings(names: SpecNames, tell: Tell): void {
  unique(names.spec.settings.map(({ name }, at) => ({ name, path: `settings[${at}].name` })), 'The setting', tell);
  names.spec.settings.forEach((setting, at) => {
    const path = `settings[${at}]`;
    const field = names.field('res.config.settings', setting.name);
    if (names.spec.models.some((model) => (model.name === 'res.company' || model.name === 'res.config.settings') && model.fields.some(({ name }) => name === setting.name))) tell(`${path}.name`, `There is a field \`${setting.name}\` already.`, 'Give the setting another name.');
    if (setting.type === 'selection' && (setting.options ?? []).length === 0) tell(`${path}.options`, 'A selection needs at least one option.', 'E.g. options: [{id: low, label: Low}].');
    if (setting.type === 'many2one' && setting.comodel === undefined) tell(`${path}.comodel`, 'A many2one needs `comodel`.', 'Name the model that it points to.');
    if (setting.comodel !== undefined) tellMissing(names, setting.comodel, `${path}.comodel`, tell);
    if (setting.type === 'many2one' && setting.per === 'installation') tell(`${path}.per`, 'A record is kept per company.', 'Take `per` out.');
    if (setting.default !== undefined && field !== null) {
      if (typeof setting.default === 'string' && setting.default.startsWith('=')) tell(`${path}.default`, 'The default of a setting is a plain value.', 'E.g. 5, true or a text.');
      else checkValue(names, setting.default, typeOfField(field), `${path}.default`, names.scope(null), tell);
    }
    if (/^(group|default|module)_/.test(setting.name) !== (setting.group !== undefined)) tell(`${path}.name`, setting.group === undefined ? 'Odoo takes names with group_, default_ or module_ in front for something else.' : 'A setting that gives a group begins with group_.', setting.group === undefined ? 'Take another name.' : `E.g. group_${setting.name}.`);
    if (setting.group === undefined) return;
    checkGroup(names, setting.group, `${path}.group`, tell);
    if (setting.type !== 'boolean' || setting.per !== 'installation') tell(`${path}.group`, 'A setting that gives a group is a boolean of the whole installation.', 'Set type: boolean and per: installation.');
  });
}

function checkReport(names: SpecNames, report: Report, path: string, tell: Tell): void {
  if (missing(names, report.model, path, tell)) return;
  report.groups.forEach((group, i) => checkGroup(names, group, `${path}.groups[${i}]`, tell));
  if (report.button && names.model(report.model) === null) tell(`${path}.button`, `\`${report.model}\` is no model of this module.`, `Add it to models: {name: ${report.model}, extends: true, label: …}.`);
  checkTemplate(names, report.model, report.title, `${path}.title`, tell);
  report.sections.forEach((section, index) => {
    const place = `${path}.sections[${index}]`;
    checkTemplate(names, report.model, section.text, `${place}.text`, tell);
    section.fields.forEach((field, i) => { checkPath(names, report.model, field, `${place}.fields[${i}]`, tell); });
    if (section.text === undefined && section.fields.length === 0 && section.table === undefined) tell(place, 'There is nothing in this section.', 'Give `text`, `fields` or `table`.');
    if (section.table === undefined) {
      if (section.columns.length > 0 || section.totals.length > 0 || section.when !== undefined) tell(place, '`columns`, `totals` and `when` go with `table`.', 'Name the relation whose records are rows.');
      return;
    }
    if (section.columns.length === 0) tell(`${place}.columns`, 'A table needs columns.', 'Name fields of its rows.');
    const row = checkRelationPath(names, report.model, section.table, `${place}.table`, tell);
    if (row === null) return;
    section.columns.forEach((column, i) => { checkPath(names, row, column, `${place}.columns[${i}]`, tell); });
    section.totals.forEach((column, i) => {
      const type = checkPath(names, row, column, `${place}.totals[${i}]`, tell);
      if (!section.columns.includes(column) || (type !== null && type.kind !== 'number' && type.kind !== 'unknown')) tell(`${place}.totals[${i}]`, 'A total is of a column with numbers.', 'Name one of `columns`.');
    });
    condition(section.when, `${place}.when`, names.scope(row), tell);
  });
}

/** True, and told, when there is no such model. */
function missing(names: SpecNames, model: string, path: string, tell: Tell): boolean {
  tellMissing(names, model, `${path}.model`, tell);
  return names.missingModel(model) !== null;
}

function text(names: SpecNames, model: string, field: string, path: string, tell: Tell): void {
  const type = checkPath(names, model, field, path, tell);
  if (type !== null && type.kind !== 'text' && type.kind !== 'unknown') tell(path, `\`${field}\` is no text.`, 'Name a char field.');
}
