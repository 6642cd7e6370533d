import { createHash } from 'node:crypto';
import type { AnswerStore, CompletionRequest, LanguageModel } from '../ports/language-model.js';

/** sha256 in hex over all that decides an answer. Per session: what one person paid for is not another's answer. */
export function answerKey(model: string, sessionId: string, request: CompletionRequest): string {
  const input = [model, sessionId, request.purpose, request.messages.map(({ role, content }) => [role, content]), request.schema ?? null, request.maxOutputTokens];
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

/**
 * The model with a memory: an answer is stored before it is used, so that a run after a crash does not pay again.
 * A remembered answer keeps its usage, because the run that paid for it never got to commit it.
 */
export function remembered(model: LanguageModel, answers: AnswerStore, sessionId: string): LanguageModel {
  return {
    model: model.model,
    async complete(request) {
      const key = answerKey(model.model, sessionId, request);
      const known = await answers.find(key);
      if (known) return known;
      const answer = await model.complete(request);
      await answers.save(key, sessionId, answer);
      return answer;
    },
  };
}
