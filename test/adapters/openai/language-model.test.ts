import { openAiLanguageModel } from '../../../src/adapters/openai/language-model.js';
import type { CompletionRequest, LanguageModel } from '../../../src/ports/language-model.js';
import { MAX_ANSWER_BYTES } from '../../../src/adapters/openai/bounded-fetch.js';
import { startScriptedOpenAi, type Lack, type Reply, type ScriptedOpenAi } from '../../fakes/scripted-openai.js';

const jsonSchema = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'], additionalProperties: false };
const request: CompletionRequest = { purpose: 'test', messages: [{ role: 'user', content: 'Say yes.' }], schema: { name: 'answer', jsonSchema }, maxOutputTokens: 100 };

let server: ScriptedOpenAi;
beforeAll(async () => { server = await startScriptedOpenAi(); });
afterAll(async () => { await server.close(); });

const model = (options: { timeoutMs?: number; maxRetries?: number; baseUrl?: string } = {}): LanguageModel =>
  openAiLanguageModel({ apiKey: 'key', baseUrl: server.baseUrl, model: 'scripted', maxRetries: 0, ...options });

async function outcome(replies: readonly Reply[], options: { timeoutMs?: number; maxRetries?: number } = {}): Promise<unknown> {
  server.script(replies);
  return model(options).complete(request).catch((error: unknown) => error);
}

describe('a good answer', () => {
  test.each(['', '/'])('comes from an address that ends in "%s"', async (ending) => {
    server.script([{ json: { answer: 'yes' } }]);
    const completion = await model({ baseUrl: server.baseUrl + ending }).complete(request);
    expect(completion).toEqual({ text: '{"answer":"yes"}', json: { answer: 'yes' }, usage: { inputTokens: 100, outputTokens: 20, llmCalls: 1 }, model: 'scripted' });
  });

  test('is asked for with the organization and the header that were given, and else with neither', async () => {
    server.script([{ text: 'yes' }, { text: 'yes' }]);
    await openAiLanguageModel({ apiKey: 'key', baseUrl: server.baseUrl, model: 'scripted', organization: 'org-1', header: { name: 'X-Team', value: 'odoo' } }).complete({ ...request, schema: undefined });
    await model().complete({ ...request, schema: undefined });
    expect(server.headers.slice(-2).map((headers) => [headers['authorization'], headers['openai-organization'], headers['x-team']])).toEqual([['Bearer key', 'org-1', 'odoo'], ['Bearer key', undefined, undefined]]);
  });

  test('is text when no schema is given', async () => {
    server.script([{ text: 'yes' }]);
    expect(await model().complete({ ...request, schema: undefined })).toMatchObject({ text: 'yes', json: undefined });
    expect(server.requests.at(-1)?.response_format).toBeUndefined();
  });
});

describe('a fault becomes an error of ours', () => {
  const usage = { inputTokens: 100, outputTokens: 20, llmCalls: 1 };
  test.each<[string, Reply, object]>([
    ['401', { status: 401, code: 'invalid_api_key' }, { kind: 'transient', code: 'llm_unauthorised' }],
    ['429', { status: 429 }, { kind: 'transient', code: 'llm_rate_limited' }],
    ['429 without quota', { status: 429, code: 'insufficient_quota' }, { code: 'llm_rate_limited', message: expect.stringContaining('quota') }],
    ['500', { status: 500 }, { kind: 'transient', code: 'llm_unreachable' }],
    ['404 for an unknown model', { status: 404, code: 'model_not_found' }, { kind: 'transient', code: 'llm_rejected' }],
    ['too long an input', { status: 400, code: 'context_length_exceeded' }, { kind: 'user', code: 'llm_input_too_long' }],
    ['a connection that is reset', { reset: true }, { kind: 'transient', code: 'llm_unreachable' }],
    ['a body that is no JSON', { garbage: '<html>' }, { kind: 'transient', code: 'llm_unreachable' }],
    ['a refusal', { refusal: 'I will not.' }, { kind: 'user', code: 'llm_refused', details: { text: '', usage } }],
    ['a content filter', { contentFilter: true }, { kind: 'user', code: 'llm_refused' }],
    ['an answer cut short', { truncated: '{"ans' }, { kind: 'transient', code: 'llm_truncated', details: { text: '{"ans', usage } }],
    ['an answer that is no JSON', { text: 'Sure! {' }, { kind: 'transient', code: 'llm_invalid_json', details: { text: 'Sure! {', usage } }],
    ['an empty answer', { text: '' }, { kind: 'transient', code: 'llm_invalid_json' }],
  ])('%s', async (_, reply, expected) => {
    expect(await outcome([reply])).toMatchObject(expected);
  });

  test.each(['before headers', 'in the body'] as const)('a server that hangs %s is a timeout', async (hang) => {
    expect(await outcome([{ hang }], { timeoutMs: 200 })).toMatchObject({ kind: 'transient', code: 'llm_timeout' });
  });

  test('a server that is not there is unreachable', async () => {
    const error: unknown = await model({ baseUrl: 'http://127.0.0.1:1/v1' }).complete(request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'transient', code: 'llm_unreachable' });
  });
});

test('429 is tried again after the time that Retry-After tells', async () => {
  const started = performance.now();
  const before = server.requests.length;
  expect(await outcome([{ status: 429, headers: { 'retry-after': '1' } }, { json: { answer: 'yes' } }], { maxRetries: 1 })).toMatchObject({ json: { answer: 'yes' } });
  expect(server.requests.length - before).toBe(2);
  expect(performance.now() - started).toBeGreaterThanOrEqual(990);
});

test('401 is not tried again', async () => {
  const before = server.requests.length;
  await outcome([{ status: 401 }], { maxRetries: 2 });
  expect(server.requests.length - before).toBe(1);
});

test('a call that is called off ends with the reason that was given', async () => {
  server.script([{ hang: 'before headers' }]);
  const caller = new AbortController();
  const reason = new Error('the lease is lost');
  const call = model().complete({ ...request, signal: caller.signal });
  setTimeout(() => { caller.abort(reason); }, 50);
  await expect(call).rejects.toBe(reason);
});

test('a schema that strict mode refuses is told as the server’s refusal', async () => {
  server.script([{ json: { answer: 'yes' } }]);
  const loose = { ...request, schema: { name: 'answer', jsonSchema: { type: 'object', properties: { answer: { type: 'string', minLength: 1 } } } } };
  await expect(model().complete(loose)).rejects.toMatchObject({ code: 'llm_rejected', message: expect.stringContaining('additionalProperties') });
});

describe('a server that cannot all that OpenAI’s can', () => {
  afterEach(() => { server.lacks(); });
  const asked = (): (string | undefined)[] => server.requests.splice(0).map(({ response_format: format }) => format?.type);
  const answer = (name: string): Promise<unknown> => openAiLanguageModel({ apiKey: 'key', baseUrl: server.baseUrl, model: name, maxRetries: 0 }).complete(request);

  test.each<[string, readonly Lack[], readonly (string | undefined)[], Reply]>([
    ['no schemas', ['json_schema'], ['json_schema', 'json_object'], { json: { answer: 'yes' } }],
    ['no JSON mode either', ['json_schema', 'json_object'], ['json_schema', 'json_object', undefined], { text: '```json\n{"answer":"yes"}\n```' }],
    ['no JSON mode, and thinks aloud', ['json_schema', 'json_object'], ['json_schema', 'json_object', undefined], { text: '<think>Hm, {"a":1}?</think>\n{"answer":"yes"}' }],
  ])('has %s: it is found out once, and the schema is said in words', async (name, lacking, tries, reply) => {
    server.requests.length = 0;
    server.lacks(...lacking);
    server.script(() => reply);
    expect(await answer(name)).toMatchObject({ json: { answer: 'yes' } });
    expect(server.requests.at(-1)?.messages[0]?.content).toContain(JSON.stringify(jsonSchema));
    expect(asked()).toEqual(tries);
    expect(await answer(name)).toMatchObject({ json: { answer: 'yes' } });
    expect(asked()).toEqual(tries.slice(-1));
  });

  test('knows the limit of tokens by its older name', async () => {
    server.lacks('max_completion_tokens');
    server.script(() => ({ json: { answer: 'yes' } }));
    expect(await answer('older')).toMatchObject({ json: { answer: 'yes' } });
    expect(server.requests.at(-1)).toMatchObject({ max_tokens: 100 });
    expect(server.requests.at(-1)).not.toHaveProperty('max_completion_tokens');
  });
});

test('an answer that comes slowly is waited for', async () => {
  expect(await outcome([{ slowly: { answer: 'yes' }, everyMs: 10 }])).toMatchObject({ json: { answer: 'yes' } });
});

test('one that is longer than any answer may be is broken off', async () => {
  expect(await outcome([{ huge: MAX_ANSWER_BYTES + 1 }])).toMatchObject({ kind: 'transient', code: 'llm_unreachable' });
});

test('one that says a key twice is not guessed at', async () => {
  expect(await outcome([{ text: '{"answer":"yes","answer":"no"}' }])).toMatchObject({ code: 'llm_invalid_json', message: expect.stringContaining('"answer" twice') });
  expect(await outcome([{ text: '{"answer":"\\"answer\\": no"}' }])).toMatchObject({ json: { answer: '"answer": no' } });
});
