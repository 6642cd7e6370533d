import { z } from 'zod/v4';
import { translationFiles, untranslated, type Translations } from '../codegen/i18n/po-files.js';
import { SpecIndex } from '../codegen/spec/spec-index.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import type { LanguageAccount } from './language-account.js';
import { translateTextsPrompt } from './prompts/translate-texts.js';

/** Texts of one call; more would be cut short. */
const TEXTS_A_CALL = 120;
/** Output tokens of one call. */
const TRANSLATION_TOKENS = 12_000;

const answerSchema = z.strictObject({ translations: z.array(z.strictObject({ number: z.number().int(), text: z.string() })) });
const { $schema: _, ...jsonSchema } = z.toJSONSchema(answerSchema);

/** What must be in a translation as it is in its source. */
const KEPT = /%(?:\([^)]*\))?[a-z]|\{\{\d+\}\}|<[^>]*>/g;
const kept = (text: string): string => (text.match(KEPT) ?? []).toSorted().join(' ');

/**
 * The module with the texts translated that the spec has no words for. What the model leaves out, or says with other
 * placeholders or tags than the source, stays empty, which Odoo shows in English.
 * @throws what the account throws
 */
export async function translateModule(account: LanguageAccount, spec: ModuleSpec, files: readonly ModuleFile[]): Promise<readonly ModuleFile[]> {
  const index = new SpecIndex(spec);
  const source = files.filter(({ path }) => !path.startsWith('i18n/'));
  const translations: Record<string, Readonly<Record<string, string>>> = { ...spec.translations };
  for (const language of spec.languages) {
    const missing = untranslated(index, source, translations, language);
    for (let from = 0; from < missing.length; from += TEXTS_A_CALL) {
      const texts = missing.slice(from, from + TEXTS_A_CALL);
      const { json } = await account.complete({ purpose: 'translate-texts', messages: translateTextsPrompt(spec, language, texts), schema: { name: 'translations', jsonSchema }, maxOutputTokens: TRANSLATION_TOKENS });
      translations[language] = { ...taken(json, texts), ...translations[language] };
    }
  }
  return [...source, ...translationFiles(index, source, translations satisfies Translations)];
}

function taken(json: unknown, texts: readonly string[]): Readonly<Record<string, string>> {
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return {};
  return Object.fromEntries(answer.data.translations.flatMap(({ number, text }) => {
    const source = texts[number];
    return source === undefined || text.trim() === '' || kept(text) !== kept(source) ? [] : [[source, text] as const];
  }));
}
