import { BuilderError, type Mistake } from '../domain/errors.js';
import type { CompletionRequest } from '../ports/language-model.js';
import type { LanguageAccount } from './language-account.js';
import { mendSpecPrompt } from './prompts/mend-spec.js';

/**
 * A ModuleSpec from the language model: parse, validate, and one repair that is told every mistake.
 * @param wishes what should be otherwise and is asked for once, but refuses no answer
 * @throws BuilderError user `spec_not_written` when the repaired one has mistakes too
 */
export async function mendedAnswer<T>(account: LanguageAccount, request: Omit<CompletionRequest, 'signal'>, read: (json: unknown) => T, wishes: (value: T) => readonly Mistake[] = () => []): Promise<T> {
  const first = await account.complete(request);
  const attempt = tried(() => read(first.json));
  const mistakes = attempt.ok ? wishes(attempt.value) : attempt.mistakes;
  if (attempt.ok && mistakes.length === 0) return attempt.value;
  const second = await account.complete({ ...request, purpose: `${request.purpose}-mend`, messages: mendSpecPrompt(request.messages, first.text, mistakes) });
  const again = tried(() => read(second.json));
  if (again.ok) return again.value;
  if (attempt.ok) return attempt.value;
  throw new BuilderError('user', 'spec_not_written', 'The language model did not manage a specification without mistakes. Say what you need in simpler words or smaller steps, or send a ModuleSpec in YAML. What is wrong with it:', { mistakes: again.mistakes });
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mistakes: readonly Mistake[] };

function tried<T>(read: () => T): Attempt<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (!(error instanceof BuilderError) || error.kind !== 'user') throw error;
    return { ok: false, mistakes: error.mistakes.length > 0 ? error.mistakes : [{ path: '', message: error.message }] };
  }
}
