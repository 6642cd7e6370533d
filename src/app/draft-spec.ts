import { BuilderError, type Mistake } from '../domain/errors.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { moduleSpecJsonSchema } from '../domain/module-spec/json-schema.js';
import { parseModuleSpec } from '../domain/module-spec/parse.js';
import { fromStrict, toStrictSchema } from '../domain/module-spec/strict-schema.js';
import { isInAnotherLanguage, languageOf } from '../domain/language-of.js';
import { specProse } from '../domain/spec-prose.js';
import type { Session } from '../domain/session.js';
import type { LanguageAccount } from './language-account.js';
import { mendedAnswer } from './mended-answer.js';
import { writeSpecPrompt } from './prompts/write-spec.js';

/** Output tokens for a whole ModuleSpec, reasoning included. */
export const SPEC_TOKENS = 32_000;

/** A specification that its person cannot read is asked for once more; not when they wrote in that language themselves. */
export function inLanguage(spec: ModuleSpec, language: string, said: string): readonly Mistake[] {
  const prose = specProse(spec);
  const theirs = languageOf(said);
  if (!isInAnotherLanguage(prose, language) || (theirs !== null && theirs === languageOf(prose))) return [];
  return [{ path: '', message: `The texts that people read are not in the person's language (${language}).` }];
}

/**
 * Prose to a valid ModuleSpec, with one repair.
 * @throws BuilderError user `llm_not_configured` | `spec_not_written`, and what the account throws
 */
export async function draftSpec(account: LanguageAccount, requirements: string, session: Session): Promise<ModuleSpec> {
  if (!account.available) {
    throw new BuilderError('user', 'llm_not_configured', 'Requirements in prose need a language model, and none is configured. Either configure an OpenAI credential, or send the module as a ModuleSpec in YAML.');
  }
  const schema = moduleSpecJsonSchema();
  return mendedAnswer(account, {
    purpose: 'write-spec',
    messages: writeSpecPrompt(requirements, session.language, session.odooVersion),
    schema: { name: 'module_spec', jsonSchema: toStrictSchema(schema) },
    maxOutputTokens: SPEC_TOKENS,
  }, (json) => parseModuleSpec(fromStrict(schema, json)), (spec) => inLanguage(spec, session.language, requirements));
}
