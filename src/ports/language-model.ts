import type { Usage } from '../domain/session.js';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface CompletionRequest {
  /** What the call is for, e.g. `write-spec`; goes into logs and the answer's key. */
  readonly purpose: string;
  readonly messages: readonly Message[];
  /** Strict structured output: a JSON Schema whose objects have all keys required. Text is returned as is when left out. */
  readonly schema?: { readonly name: string; readonly jsonSchema: Readonly<Record<string, unknown>> };
  readonly maxOutputTokens: number;
  readonly signal?: AbortSignal;
}

export interface Completion {
  readonly text: string;
  /** `JSON.parse(text)` when a schema was given. */
  readonly json: unknown;
  readonly usage: Usage;
  readonly model: string;
}

/**
 * An OpenAI-compatible model.
 * @throws BuilderError transient `llm_unreachable` | `llm_rate_limited` | `llm_timeout` | `llm_unauthorised`,
 *   user `llm_refused`, transient `llm_truncated` | `llm_invalid_json`; `details` carries text and usage so that a repair needs no second call.
 */
export interface LanguageModel {
  readonly model: string;
  complete(request: CompletionRequest): Promise<Completion>;
}

/** Paid answers by the digest of their input, so that a run after a crash does not pay again. */
export interface AnswerStore {
  find(inputDigest: string): Promise<Completion | null>;
  save(inputDigest: string, sessionId: string, answer: Completion): Promise<void>;
  /** Answers that led nowhere: the same question is to be asked anew. */
  forget(inputDigests: readonly string[]): Promise<void>;
}
