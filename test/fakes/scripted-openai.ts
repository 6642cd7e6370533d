import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { strictModeProblems } from './strict-schema-rules.js';

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly max_completion_tokens?: number;
  readonly max_tokens?: number;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly name: string; readonly strict: boolean; readonly schema: Record<string, unknown> } };
}

/** What the server does with one request. */
export type Reply =
  /** A good answer; it must fit the schema of the request, else the server answers 500 and says so. */
  | { readonly json: unknown }
  /** Any text, fitting or not. */
  | { readonly text: string }
  | { readonly refusal: string }
  /** finish_reason=length */
  | { readonly truncated: string }
  | { readonly contentFilter: true }
  | { readonly status: number; readonly code?: string; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  /** never answers */
  | { readonly hang: 'before headers' | 'in the body' }
  | { readonly reset: true }
  /** a good answer, in pieces with a pause between them */
  | { readonly slowly: unknown; readonly everyMs: number }
  /** an answer of so many bytes */
  | { readonly huge: number }
  /** 200 with a body that is no JSON */
  | { readonly garbage: string };

export type Script = (request: ChatRequest, index: number) => Reply;

export interface ScriptedOpenAi {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Every request that came, also those that were answered with a fault. */
  readonly requests: ChatRequest[];
  /** Of each request, in the same order. */
  readonly headers: IncomingHttpHeaders[];
  /** From now on requests with these are refused, as servers of others do. */
  lacks(...lacking: readonly Lack[]): void;
  /** What the next requests get, in order; when it is used up, 500. A function is asked for each request. */
  script(replies: readonly Reply[] | Script): void;
  close(): Promise<void>;
}

/** What a server does not know, though OpenAI's own does. */
export type Lack = 'json_schema' | 'json_object' | 'max_completion_tokens';

/** Tokens that each answer is said to have cost. */
export const ANSWER_USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

/**
 * An OpenAI-compatible server on loopback that says what a test tells it to, and refuses what OpenAI's strict mode refuses.
 * @param port a free one when left out; one that was closed comes back where it was
 */
export async function startScriptedOpenAi(initial: readonly Reply[] | Script = [], port = 0): Promise<ScriptedOpenAi> {
  const requests: ChatRequest[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let script = toScript(initial);
  let offset = 0;
  let missing: readonly Lack[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return fail(response, 404, 'not_found', `There is nothing at ${request.method} ${request.url}.`);
      const chat = JSON.parse(body) as ChatRequest;
      requests.push(chat);
      headers.push(request.headers);
      const lacking = missing.find((each) => (each === 'max_completion_tokens' ? chat.max_completion_tokens !== undefined : chat.response_format?.type === each));
      if (lacking !== undefined) return fail(response, 400, 'invalid_request_error', lacking === 'max_completion_tokens' ? 'Unrecognized request argument supplied: max_completion_tokens' : `response_format of type ${lacking} is not supported`);
      const problems = requestProblems(chat, request);
      if (problems.length > 0) return fail(response, 400, 'invalid_request_error', `Invalid schema for response_format: ${problems.join('; ')}`);
      return answer(response, chat, script(chat, requests.length - 1 - offset));
    });
  });
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    headers,
    lacks(...lacking) {
      missing = lacking;
    },
    script(replies) {
      script = toScript(replies);
      offset = requests.length;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
    },
  };
}

const toScript = (replies: readonly Reply[] | Script): Script =>
  typeof replies === 'function' ? replies : (_, index) => replies[index] ?? { status: 500, message: `The script has no reply number ${index + 1}.` };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function requestProblems(chat: ChatRequest, request: IncomingMessage): string[] {
  const format = chat.response_format;
  return [
    ...(request.headers.authorization?.startsWith('Bearer ') ? [] : ['no bearer token']),
    ...(chat.messages.length > 0 && chat.messages.every((message) => typeof message.content === 'string') ? [] : ['messages are wrong']),
    ...(format?.json_schema === undefined ? [] : [
      ...(format.type === 'json_schema' && format.json_schema.strict ? [] : ['not strict']),
      ...(/^[A-Za-z0-9_-]{1,64}$/.test(format.json_schema.name) ? [] : ['the name of the schema is wrong']),
      ...strictModeProblems(format.json_schema.schema),
    ]),
  ];
}

function fail(response: ServerResponse, status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error: { message, type: code, code, param: null } }));
}

function answer(response: ServerResponse, chat: ChatRequest, reply: Reply): void {
  if ('status' in reply) return fail(response, reply.status, reply.code ?? 'scripted', reply.message ?? 'scripted fault', reply.headers);
  if ('reset' in reply) {
    response.destroy();
    return;
  }
  if ('hang' in reply) {
    if (reply.hang === 'in the body') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
    }
    return;
  }
  if ('garbage' in reply) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(reply.garbage);
    return;
  }
  if ('slowly' in reply) return void slowly(response, JSON.stringify(completion(chat, { content: JSON.stringify(reply.slowly), refusal: null }, 'stop')), reply.everyMs);
  if ('huge' in reply) return complete(response, chat, { content: 'x'.repeat(reply.huge), refusal: null }, 'stop');
  if ('json' in reply) {
    const wrong = answerProblems(chat, reply.json);
    if (wrong !== null) return fail(response, 500, 'script_mistake', `The scripted answer does not fit the schema: ${wrong}`);
    return complete(response, chat, { content: JSON.stringify(reply.json), refusal: null }, 'stop');
  }
  if ('refusal' in reply) return complete(response, chat, { content: null, refusal: reply.refusal }, 'stop');
  if ('truncated' in reply) return complete(response, chat, { content: reply.truncated, refusal: null }, 'length');
  if ('contentFilter' in reply) return complete(response, chat, { content: null, refusal: null }, 'content_filter');
  return complete(response, chat, { content: reply.text, refusal: null }, 'stop');
}

interface Said {
  readonly content: string | null;
  readonly refusal: string | null;
}

const completion = (chat: ChatRequest, message: Said, finishReason: string): unknown => ({
  id: 'chatcmpl-scripted', object: 'chat.completion', created: 0, model: chat.model, usage: ANSWER_USAGE,
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finishReason, logprobs: null }],
});

function complete(response: ServerResponse, chat: ChatRequest, message: Said, finishReason: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion(chat, message, finishReason)));
}

/** Pieces of the body, until it is all said or nobody listens. */
async function slowly(response: ServerResponse, body: string, everyMs: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  const step = Math.ceil(body.length / 20);
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    response.write(body.slice(at, at + step));
    await sleep(everyMs);
  }
  response.end();
}

/** The same few schemas are asked for again and again: compiling them each time was 12 of the 105 s that a profile of the unit tests saw at work. */
const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
  const text = JSON.stringify(schema);
  const validate = validators.get(text) ?? new Ajv({ strict: false, allErrors: true }).compile(schema);
  validators.set(text, validate);
  return validate;
}

function answerProblems(chat: ChatRequest, json: unknown): string | null {
  const schema = chat.response_format?.json_schema?.schema;
  if (schema === undefined) return null;
  const validate = validatorOf(schema);
  if (validate(json)) return null;
  return (validate.errors ?? []).map((error: ErrorObject) => `${error.instancePath} ${error.message}`).join('; ');
}
