import type { Setting, Wizard } from './behaviour.js';
import type { Field, FieldInput } from './fields.js';
import { model as modelSchema, type Model } from './models.js';
import type { ModuleSpec } from './module-spec.js';

/** The relation of a wizard to the records that were selected, and to its rows; of a row, to its wizard and its record. */
export const WIZARD_FIELDS = { records: 'record_ids', lines: 'line_ids', wizard: 'wizard_id', source: 'source_id' } as const;

export const wizardLineModel = (wizard: Wizard): string => `${wizard.name}.line`;

/**
 * The models of a wizard: its own, and that of its rows. Both are transient.
 * @param source the model of the records that the rows are for; null when that is not known
 */
export function wizardModels(wizard: Wizard, source: string | null): readonly Model[] {
  const access = (wizard.groups.length === 0 ? ['base.group_user'] : wizard.groups).map((group) => ({ group, write: true, create: true, delete: true }));
  const records: FieldInput = { name: WIZARD_FIELDS.records, type: 'many2many', label: 'Selected records', comodel: wizard.model };
  const lines: FieldInput[] = wizard.lines === undefined ? [] : [{ name: WIZARD_FIELDS.lines, type: 'one2many', label: wizard.lines.label, comodel: wizardLineModel(wizard), inverse: WIZARD_FIELDS.wizard }];
  const own = modelSchema.parse({ name: wizard.name, label: wizard.label, fields: [records, ...wizard.fields, ...lines], access });
  if (wizard.lines === undefined) return [own];
  const rowFields: FieldInput[] = [
    { name: WIZARD_FIELDS.wizard, type: 'many2one', label: 'Wizard', comodel: wizard.name, required: true, onDelete: 'cascade' },
    { name: WIZARD_FIELDS.source, type: 'many2one', label: 'Record', comodel: source ?? wizard.model, required: true, onDelete: 'cascade' },
  ];
  return [own, modelSchema.parse({ name: wizardLineModel(wizard), label: wizard.lines.label, fields: [...rowFields, ...wizard.lines.fields.map(withoutExpression)], access })];
}

/** What a row takes from its record is filled in by its wizard, who knows the record. */
function withoutExpression(field: Field): FieldInput {
  return typeof field.default === 'string' && field.default.startsWith('=') ? { ...field, default: undefined } : field;
}

/** The model of the records that a wizard's rows are for. */
export function wizardSource(spec: ModuleSpec, wizard: Wizard): string | null {
  let current: string | null = wizard.model;
  for (const name of wizard.lines?.of?.split('.') ?? []) {
    const field: { readonly comodel?: string | undefined } | undefined = spec.models.find((model) => model.name === current)?.fields.find((candidate) => candidate.name === name);
    current = field?.comodel ?? null;
  }
  return current;
}

/** Where a setting of the whole installation is kept. */
export const settingKey = (spec: ModuleSpec, setting: Setting): string => `${spec.name}.${setting.name}`;

function settingField(setting: Setting): FieldInput {
  const { name, type, label, help, options, comodel } = setting;
  return { name, type, label, help, options, comodel };
}

/** What the settings add to the company and to the settings page. */
function settingsModels(spec: ModuleSpec): readonly Model[] {
  const own = spec.settings.filter((setting) => setting.per === 'company');
  const company = own.map((setting): FieldInput => ({ ...settingField(setting), default: setting.default }));
  const page = spec.settings.map((setting): FieldInput => (setting.per === 'company' ? { ...settingField(setting), options: setting.options, related: `company_id.${setting.name}` } : settingField(setting)));
  return [
    ...(company.length === 0 ? [] : [modelSchema.parse({ name: 'res.company', extends: true, label: 'Company', fields: company })]),
    ...(page.length === 0 ? [] : [modelSchema.parse({ name: 'res.config.settings', extends: true, label: 'Settings', fields: page })]),
  ];
}

/** What the wizards and settings of a spec need: models that no person wrote. */
export function impliedModels(spec: ModuleSpec): readonly Model[] {
  return [...spec.wizards.flatMap((wizard) => wizardModels(wizard, wizardSource(spec, wizard))), ...settingsModels(spec)];
}

/** The models of a spec and what is implied; the fields of a model that is both stand in one. */
export function allModels(spec: ModuleSpec): readonly Model[] {
  const implied = impliedModels(spec);
  const written = spec.models.map((model) => {
    const more = implied.find(({ name }) => name === model.name);
    return more === undefined ? model : { ...model, fields: [...model.fields, ...more.fields] };
  });
  return [...written, ...implied.filter(({ name }) => !spec.models.some((model) => model.name === name))];
}
