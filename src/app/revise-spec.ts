import { BuilderError } from '../domain/errors.js';
import { mergeTouched } from '../domain/merge-touched.js';
import { moduleSpecJsonSchema } from '../domain/module-spec/json-schema.js';
import { moduleSpec, type ModuleSpec } from '../domain/module-spec/module-spec.js';
import { parseModuleSpec } from '../domain/module-spec/parse.js';
import { fromStrict, toStrictSchema } from '../domain/module-spec/strict-schema.js';
import { isInAnotherLanguage } from '../domain/language-of.js';
import { specProse } from '../domain/spec-prose.js';
import type { Session } from '../domain/session.js';
import { inLanguage, SPEC_TOKENS } from './draft-spec.js';
import type { LanguageAccount } from './language-account.js';
import { mendedAnswer } from './mended-answer.js';
import { reviseSpecPrompt } from './prompts/revise-spec.js';

/**
 * The next revision: what the person asked for changes, and nothing else, whatever the model rewrote on the way.
 * @throws BuilderError user `llm_not_configured` | `spec_not_written`, and what the account throws
 */
export async function reviseSpec(account: LanguageAccount, previous: ModuleSpec, feedback: string, session: Session): Promise<ModuleSpec> {
  if (!account.available) {
    throw new BuilderError('user', 'llm_not_configured', 'What you said is prose, and working it in needs a language model; none is configured. Either configure an OpenAI credential, or send the whole changed specification as YAML in the feedback. The specification is as it was.');
  }
  const schema = revisionSchema();
  return mendedAnswer(account, {
    purpose: 'revise-spec',
    messages: reviseSpecPrompt(previous, feedback, session.language),
    schema: { name: 'spec_revision', jsonSchema: toStrictSchema(schema) },
    maxOutputTokens: SPEC_TOKENS,
  }, (json) => {
    const { spec, touched } = asRevision(fromStrict(schema, json));
    return parseModuleSpec(mergeTouched(previous, withDefaults(spec), touched));
  }, (spec) => (isInAnotherLanguage(specProse(previous), session.language) ? [] : inLanguage(spec, session.language, feedback)));
}

function revisionSchema(): Record<string, unknown> {
  const { $schema: _, ...spec } = moduleSpecJsonSchema();
  return { type: 'object', properties: { touched: { type: 'array', items: { type: 'string' } }, spec }, required: ['touched', 'spec'], additionalProperties: false };
}

function asRevision(value: unknown): { readonly spec: unknown; readonly touched: readonly string[] } {
  const { spec, touched } = (typeof value === 'object' && value !== null ? value : {}) as { spec?: unknown; touched?: unknown };
  if (typeof spec !== 'object' || spec === null || !Array.isArray(touched)) {
    throw new BuilderError('user', 'spec_invalid', 'The answer has no "spec" or no "touched".');
  }
  return { spec, touched: touched.filter((place): place is string => typeof place === 'string') };
}

/** With the defaults that the previous one has too; what is no spec stays as it is, and is told its mistakes after the merge. */
function withDefaults(spec: unknown): unknown {
  const parsed = moduleSpec.safeParse(spec);
  return parsed.success ? parsed.data : spec;
}
