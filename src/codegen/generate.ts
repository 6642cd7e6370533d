import type { ModuleFile } from '../domain/module-file.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { controllerFiles } from './controllers/controllers.js';
import { portalFile } from './controllers/portal-pages.js';
import { dataPath, demoPath, recordsFile } from './data/records.js';
import { sequencesFile } from './data/sequences.js';
import { stageFiles } from './data/stages.js';
import { translationFiles } from './i18n/po-files.js';
import { iconFile } from './icon/icon.js';
import { manifestFile } from './manifest.js';
import { modelFile } from './models/model-file.js';
import { readmeFragments } from './presentation/fragments.js';
import { accessFile } from './security/access.js';
import { groupsFile } from './security/groups.js';
import { rulesFile } from './security/rules.js';
import { SpecIndex } from './spec/spec-index.js';
import { importTemplateFiles } from './spreadsheet/import-template.js';
import { HOOKS, hooksFile, hooksOf } from './upkeep/hooks.js';
import { migrationFiles } from './upkeep/migrations.js';
import { menuFile } from './views/menus.js';
import { viewFile } from './views/view-file.js';
import { wizardFiles } from './wizards/wizard-views.js';
import { jobsFile } from './data/jobs.js';
import { mailTemplatesFile } from './mail/mail-templates.js';
import { reportFile } from './reports/report-file.js';
import { SETTINGS_MODEL, settingsData, settingsModel, settingsView } from './settings/settings.js';

/**
 * A spec as the files of an Odoo 19 module, its tests left out. The same spec and bodies give the same bytes.
 * @param bodies code by slot id, one for each of `bodySlots(spec)`.
 * @throws BuilderError bug `body_missing`; user `expression_not_here` for what the laws did not refuse.
 */
export function generateModule(spec: ModuleSpec, bodies: ReadonlyMap<string, string>): readonly ModuleFile[] {
  const index = new SpecIndex(spec);
  const present = (file: ModuleFile | null): file is ModuleFile => file !== null;
  const printed = index.models.filter(({ name }) => name !== SETTINGS_MODEL || index.isWritten(name));
  const models = [...printed.map((model) => modelFile(model, index, bodies)), settingsModel(index)].filter(present);
  // The order in which Odoo loads them: whatever is referred to comes first.
  const data = [
    groupsFile(index),
    accessFile(index),
    rulesFile(index),
    sequencesFile(index),
    ...stageFiles(index),
    recordsFile(dataPath(spec.name), spec.data, index),
    settingsData(index),
    ...spec.reports.map((report) => reportFile(report, index)),
    mailTemplatesFile(index),
    jobsFile(index),
    ...index.models.filter(({ name }) => index.isWritten(name)).map((model) => viewFile(model, index)),
    ...wizardFiles(index),
    portalFile(index),
    menuFile(index),
    settingsView(index),
  ].filter(present);
  const demo = [recordsFile(demoPath(spec.name), spec.demo, index)].filter(present);
  const controllers = controllerFiles(index);
  const hooks = [hooksFile(index, bodies)].filter(present);
  const folders = [...(controllers.length === 0 ? [] : ['controllers']), ...packages(models)];
  const paths = (files: readonly ModuleFile[]): string[] => files.map((file) => file.path);
  const files = [
    { path: '__init__.py', content: folders.map((name) => `from . import ${name}\n`).join('') + hookImport(index) },
    manifestFile(index, paths(data), paths(demo)),
    ...packages(models).map((name) => ({ path: `${name}/__init__.py`, content: filesIn(name, models).map((file) => `from . import ${file}\n`).toSorted().join('') })),
    ...models,
    ...controllers,
    ...hooks,
    ...migrationFiles(index),
    ...data,
    ...demo,
    ...importTemplateFiles(index),
    ...readmeFragments(index),
    iconFile(spec),
  ];
  return [...files, ...translationFiles(index, files, spec.translations)];
}

/** Odoo looks for hooks in the package itself. */
function hookImport(index: SpecIndex): string {
  const names = hooksOf(index).map(([key]) => HOOKS[key]);
  return names.length === 0 ? '' : `from .hooks import ${names.toSorted().join(', ')}\n`;
}

const FOLDERS = ['models', 'wizards'] as const;

/** The names of the Python files in a folder. */
function filesIn(folder: string, files: readonly ModuleFile[]): string[] {
  return files.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path }) => path.slice(folder.length + 1, -'.py'.length));
}

function packages(files: readonly ModuleFile[]): string[] {
  return FOLDERS.filter((folder) => filesIn(folder, files).length > 0);
}

export { bodySlots, type BodySlot } from './slots.js';
