import type { ModuleFile } from '../../domain/module-file.js';
import { withBrought } from '../../domain/module-spec/laws/odoo-names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { dataTerms, type TranslatedFields } from './data-terms.js';
import { classTerms, codeTerms } from './python-terms.js';
import { isTranslated, type Term } from './term.js';

/** All texts of a printed module that Odoo translates, as its own export would find them. @param files without demo data, which no export has */
export function moduleTerms(index: SpecIndex, files: readonly ModuleFile[]): readonly Term[] {
  const { name } = index.spec;
  const apps = withBrought(index.spec.models.some((model) => model.portal !== undefined) ? [...index.spec.depends, 'portal'] : index.spec.depends);
  const own = translatedFields(index);
  const terms = files.filter(({ path }) => !path.startsWith('demo/')).flatMap((file) => [...codeTerms(name, file), ...classTerms(name, file, apps), ...dataTerms(name, file, own)]);
  return terms.filter(({ source }) => isTranslated(source));
}

/** Fields of the module's own models that people translate, as they may stand in its data. */
function translatedFields(index: SpecIndex): TranslatedFields {
  return Object.fromEntries(index.models.map((model) => [model.name, Object.fromEntries(model.fields.filter(({ translate }) => translate).map(({ name, type }) => [name, type === 'html' ? 'html' as const : 'whole' as const]))]));
}
