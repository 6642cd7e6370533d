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
import { underscored } from './python/names.js';
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

/**
 * A spec as the files of an Odoo 19 module, its tests left out. The same spec and bodies give the same bytes.
 * @param bodies code by slot id, one for each of `bodySlots(spec)`.
 * @throws BuilderError bug `body_missing`; user `expression_not_here` for what the laws did not refuse.
 */
export function generateModule(spec: ModuleSpec, bodies: ReadonlyMap<string, string>): readonly ModuleFile[] {
  const index = new SpecIndex(spec);
  const present = (file: ModuleFile | null): file is ModuleFile => file !== null;
  const models = index.models.map((model) => modelFile(model, index, bodies));
  // The order in which Odoo loads them: whatever is referred to comes first.
  const data = [
    groupsFile(index),
    accessFile(index),
    rulesFile(index),
    sequencesFile(index),
    ...stageFiles(index),
    recordsFile(dataPath(spec.name), spec.data, index),
    ...index.models.map((model) => viewFile(model, index)),
    portalFile(index),
    menuFile(index),
  ].filter(present);
  const demo = [recordsFile(demoPath(spec.name), spec.demo, index)].filter(present);
  const controllers = controllerFiles(index);
  const hooks = [hooksFile(index, bodies)].filter(present);
  const packages = [...(controllers.length === 0 ? [] : ['controllers']), ...(models.length === 0 ? [] : ['models'])];
  const paths = (files: readonly ModuleFile[]): string[] => files.map((file) => file.path);
  const files = [
    { path: '__init__.py', content: packages.map((name) => `from . import ${name}\n`).join('') + hookImport(index) },
    manifestFile(index, paths(data), paths(demo)),
    ...(models.length === 0 ? [] : [{ path: 'models/__init__.py', content: index.models.map((model) => `from . import ${underscored(model.name)}\n`).toSorted().join('') }]),
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

export { bodySlots, type BodySlot } from './slots.js';
