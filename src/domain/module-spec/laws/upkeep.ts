import type { BulkSet } from '../upkeep.js';
import { isNewer } from '../version.js';
import { tellMissing } from './fields.js';
import { condition, hasField, unique, type Law, type Tell } from './law.js';
import { notInDomain } from './sayable.js';
import type { SpecNames } from './spec-names.js';
import { checkValues } from './values.js';

/** Hooks and migrations speak of what is there, or was. */
export const upkeepLaw: Law = (names, tell) => {
  const { hooks, migrations } = names.spec;
  for (const key of ['beforeInstall', 'afterInstall', 'beforeUninstall'] as const) {
    hooks[key]?.set.forEach((set, index) => {
      const path = `hooks.${key}.set[${index}]`;
      checkSet(names, set, path, tell);
      if (key === 'beforeInstall' && names.model(set.model) !== null) tell(`${path}.model`, `Before the installation \`${set.model}\` has nothing of this module.`, 'Say it in `afterInstall`, or of a model that this module leaves as it is.');
    });
  }
  unique(migrations.map(({ version }, index) => ({ name: version, path: `migrations[${index}].version` })), 'The migration to version', tell);
  migrations.forEach((migration, at) => {
    const path = `migrations[${at}]`;
    if (isNewer(migration.version, names.spec.version)) tell(`${path}.version`, `The module is version ${names.spec.version}, which is older.`, `Set the module’s \`version\` to ${migration.version}.`);
    const latest = !migrations.some((other) => isNewer(other.version, migration.version));
    migration.models.forEach(({ from, to }, index) => {
      if (names.model(from) !== null) tell(`${path}.models[${index}].from`, `\`${from}\` is still there.`, 'What was renamed is gone.');
      if (latest) tellMissing(names, to, `${path}.models[${index}].to`, tell);
    });
    migration.fields.forEach(({ model, from, to }, index) => {
      const place = `${path}.fields[${index}]`;
      if (!latest) return;
      if (names.model(model) === null) tell(`${place}.model`, `\`${model}\` is no model of this module.`, 'Name the model as it is called now.');
      else if (names.field(model, from) !== null) tell(`${place}.from`, `\`${from}\` is still a field of \`${model}\`.`, 'What was renamed is gone.');
      else hasField(names, model, to, `${place}.to`, tell);
    });
    migration.options.forEach(({ model, field, from, to }, index) => {
      const place = `${path}.options[${index}]`;
      const options = latest ? optionsOf(names, model, field) : null;
      if (options?.includes(from) === true) tell(`${place}.from`, `'${from}' is still an option of \`${field}\`.`, 'What was renamed is gone.');
      if (options?.includes(to) === false) tell(`${place}.to`, `'${to}' is none of the options of \`${field}\`.`, `Options: ${options.join(', ')}.`);
    });
    migration.set.forEach((set, index) => void (latest && checkSet(names, set, `${path}.set[${index}]`, tell)));
  });
};

function optionsOf(names: SpecNames, model: string, field: string): readonly string[] | null {
  const type = names.fieldType(model, field);
  return type !== null && type.kind === 'text' && type.options !== undefined ? type.options : null;
}

function checkSet(names: SpecNames, { model, where, values }: BulkSet, path: string, tell: Tell): void {
  tellMissing(names, model, `${path}.model`, tell);
  if (names.missingModel(model) !== null) return;
  const found = condition(where, `${path}.where`, names.scope(model), tell);
  if (found !== null) notInDomain(found, { kind: 'filter' }, `${path}.where`, tell);
  checkValues(names, model, values, `${path}.values`, names.scope(model, { dataRecords: true }), tell);
}
