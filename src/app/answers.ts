import { createHash } from 'node:crypto';
import type { AnswerStore, Completion, CompletionRequest, LanguageModel } from '../ports/language-model.js';

/** sha256 in hex over all that decides an answer. Per session: what one person paid for is not another's answer. */
export function answerKey(model: string, sessionId: string, request: CompletionRequest): string {
  const input = [model, sessionId, request.purpose, request.messages.map(({ role, content }) => [role, content]), request.schema ?? null, request.maxOutputTokens];
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

/**
 * The model with a memory: an answer is stored before it is used, so that a run after a crash does not pay again.
 * A remembered answer keeps its usage, because the run that paid for it never got to commit it.
 * @param used hears the key of each answer
 */
export function remembered(model: LanguageModel, answers: AnswerStore, sessionId: string, used: (key: string) => void): LanguageModel {
  return {
    model: model.model,
    async complete(request) {
      const key = answerKey(model.model, sessionId, request);
      const answer = (await answers.find(key)) ?? (await ask(key, request));
      used(key);
      return answer;
    },
  };

  async function ask(key: string, request: CompletionRequest): Promise<Completion> {
    const answer = await model.complete(request);
    await answers.save(key, sessionId, answer);
    return answer;
  }
}
