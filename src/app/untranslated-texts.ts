import { generateModule } from '../codegen/generate.js';
import { untranslated } from '../codegen/i18n/po-files.js';
import { bodySlots } from '../codegen/slots.js';
import { SpecIndex } from '../codegen/spec/spec-index.js';
import { BuilderError } from '../domain/errors.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';

/** For each language that has no word for some of the module's texts: how many, and what to do without a language model. */
export function untranslatedTexts(spec: ModuleSpec): string[] {
  if (spec.languages.length === 0) return [];
  const index = new SpecIndex(spec);
  const files = printed(spec);
  const all = untranslated(index, files, {}, '').length;
  return spec.languages.flatMap((language) => {
    const missing = untranslated(index, files, spec.translations, language);
    const some = missing.slice(0, 3).map((text) => `“${text.slice(0, 60)}”`).join(', ');
    return missing.length === 0 ? [] : [`${missing.length} of ${all} texts have no translation into ${language} and stay English (${some}${missing.length > 3 ? ', …' : ''}): add them to translations, or configure a language model.`];
  });
}

/** What is said in words has no texts yet. */
function printed(spec: ModuleSpec): ReturnType<typeof generateModule> {
  try {
    return generateModule(spec, new Map(bodySlots(spec).map(({ id }) => [id, 'pass'])));
  } catch (error) {
    // What cannot be printed is told at the coding stage.
    if (error instanceof BuilderError) return [];
    throw error;
  }
}
