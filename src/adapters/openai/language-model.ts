import OpenAI from 'openai';
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { BuilderError } from '../../domain/errors.js';
import type { Usage } from '../../domain/session.js';
import type { Completion, CompletionRequest, LanguageModel } from '../../ports/language-model.js';
import { duplicateKey } from '../../domain/duplicate-key.js';
import { boundedFetch } from './bounded-fetch.js';
import { capabilitiesOf, rememberCapabilities, withoutRefused, type Capabilities } from './capabilities.js';
import { toLanguageModelError } from './errors.js';

export interface OpenAiOptions {
  readonly apiKey: string;
  /** With or without a trailing slash; null or left out: OpenAI's own. */
  readonly baseUrl?: string | null;
  readonly organization?: string | null;
  /** One more header of each request. */
  readonly header?: { readonly name: string; readonly value: string } | null;
  readonly model: string;
  /** Milliseconds for one try, from the request to the last byte of the answer; default 300 000 (reasoning models are slow). */
  readonly timeoutMs?: number;
  /** Tries after the first for lost connections, 408, 409, 429 and 5xx, with the server's Retry-After; default 2. */
  readonly maxRetries?: number;
}

/** The longest Retry-After that the SDK obeys. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Any server that speaks OpenAI's chat completions: with strict structured outputs, and where it refuses them with JSON mode,
 * or the schema in words; what comes is checked by whoever asked. What a server can is found out once and remembered.
 */
export function openAiLanguageModel(options: OpenAiOptions): LanguageModel {
  const timeout = options.timeoutMs ?? 300_000;
  const maxRetries = options.maxRetries ?? 2;
  const client = new OpenAI({
    // Servers of one's own often want no key, the SDK always does.
    apiKey: options.apiKey === '' ? 'none' : options.apiKey,
    // null, not undefined: undefined would let the SDK read OPENAI_* of whatever process this runs in.
    adminAPIKey: null,
    organization: options.organization ?? null,
    project: null,
    baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
    timeout,
    maxRetries,
    ...(options.header ? { defaultHeaders: { [options.header.name]: options.header.value } } : {}),
    logLevel: 'off',
    fetch: boundedFetch,
  });
  // The SDK's timeout ends with the answer's headers; a body that stalls needs a limit of its own.
  const deadlineMs = timeout * (maxRetries + 1) + LONGEST_WAIT_MS * maxRetries;

  return {
    model: options.model,
    async complete(request) {
      const deadline = AbortSignal.timeout(deadlineMs);
      const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
      let answer: ChatCompletion;
      try {
        answer = await ask(request, signal);
      } catch (error) {
        if (request.signal?.aborted) throw request.signal.reason;
        throw toLanguageModelError(error, deadline.aborted);
      }
      return read(answer, request, options.model);
    },
  };

  /** Each refusal leaves less to try, so this ends. */
  async function ask(request: CompletionRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const server = `${client.baseURL} ${options.model}`;
    for (let can = capabilitiesOf(server); ; ) {
      try {
        const answer = await client.chat.completions.create(body(options.model, request, can), { signal });
        rememberCapabilities(server, can);
        return answer;
      } catch (error) {
        const less = withoutRefused(can, error);
        if (less === null) throw error;
        can = less;
      }
    }
  }
}

function body(model: string, { messages, schema, maxOutputTokens }: CompletionRequest, { json, limit }: Capabilities): ChatCompletionCreateParamsNonStreaming {
  const said = messages.map(({ role, content }) => ({ role, content }));
  const base = { model, messages: said, [limit]: maxOutputTokens };
  if (schema === undefined) return base;
  if (json === 'schema') return { ...base, response_format: { type: 'json_schema', json_schema: { name: schema.name, schema: { ...schema.jsonSchema }, strict: true } } };
  const inWords = { role: 'system' as const, content: `Answer with one JSON document and nothing else. It keeps to this JSON Schema:\n${JSON.stringify(schema.jsonSchema)}` };
  return { ...base, messages: [inWords, ...said], ...(json === 'object' ? { response_format: { type: 'json_object' } } : {}) };
}

/** What some servers put around the JSON that they were asked for: thoughts before it, fences around it. */
function bare(text: string): string {
  const thought = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
  return /^```(?:json)?\s*\n([\s\S]*?)\n?```$/.exec(thought)?.[1] ?? thought;
}

function read(answer: ChatCompletion, request: CompletionRequest, model: string): Completion {
  const usage: Usage = { inputTokens: answer.usage?.prompt_tokens ?? 0, outputTokens: answer.usage?.completion_tokens ?? 0, llmCalls: 1 };
  const choice = answer.choices?.[0];
  const text = choice?.message?.content ?? '';
  const evidence = { details: { text, usage } };
  if (choice?.message?.refusal) {
    throw new BuilderError('user', 'llm_refused', `The language model refused: ${choice.message.refusal.trim()} Say it in other words, or send it as a ModuleSpec.`, evidence);
  }
  if (choice?.finish_reason === 'content_filter') {
    throw new BuilderError('user', 'llm_refused', 'The language model’s content filter stopped the answer. Say it in other words, or send it as a ModuleSpec.', evidence);
  }
  if (choice?.finish_reason === 'length') {
    throw new BuilderError('transient', 'llm_truncated', `The language model stopped after ${request.maxOutputTokens} tokens, before its answer was complete. Ask for less at once.`, evidence);
  }
  if (text.trim() === '') {
    throw new BuilderError('transient', 'llm_invalid_json', 'The language model answered nothing.', evidence);
  }
  const completion = { text, usage, model: answer.model ?? model };
  if (!request.schema) return { ...completion, json: undefined };
  let json: unknown;
  try {
    json = JSON.parse(bare(text));
  } catch (cause) {
    throw new BuilderError('transient', 'llm_invalid_json', 'The language model’s answer is not JSON, though JSON was asked for.', { ...evidence, cause });
  }
  const twice = duplicateKey(bare(text));
  if (twice !== null) throw new BuilderError('transient', 'llm_invalid_json', `The language model’s answer says ${JSON.stringify(twice.slice(0, 60))} twice in one place.`, evidence);
  return { ...completion, json };
}
