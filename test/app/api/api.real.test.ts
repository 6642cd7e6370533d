import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cancel } from '../../../src/app/api/cancel.js';
import { reviewCode } from '../../../src/app/api/review-code.js';
import { reviewSpec } from '../../../src/app/api/review-spec.js';
import { reviewUat } from '../../../src/app/api/review-uat.js';
import { status } from '../../../src/app/api/status.js';
import { submit } from '../../../src/app/api/submit.js';
import type { ApiResponse } from '../../../src/app/api/api.js';
import type { App } from '../../../src/app/app.js';
import { runStage } from '../../../src/app/run-stage.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';
import { NO_USAGE, type Command, type Stage } from '../../../src/domain/session.js';
import type { Verdict } from '../../../src/domain/verdict.js';
import { testApp, UNUSED_MODEL } from '../../support/app.js';
import { answerMistakes } from '../../support/openapi.js';
import { testDatabase, type TestDatabase } from '../../support/postgres.js';

const LIBRARY = readFileSync(join(__dirname, '../../../examples/library.yaml'), 'utf8');
const HANDLERS = { 'specification-agent': submit, 'specification-feedback': reviewSpec, 'coding-feedback': reviewCode, 'user-acceptance-result': reviewUat, 'session-cancel': cancel };

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await testDatabase();
  app = testApp(database, { model: UNUSED_MODEL });
});
afterAll(async () => {
  await app.events.close();
  await database.close();
});

type Answer = ApiResponse & { readonly body: Readonly<Record<string, unknown>> };
const newId = (): string => `api-${randomBytes(6).toString('hex')}`;

/** Calls a webhook's handler; every answer must be as schemas/openapi.yaml says. */
async function post(path: keyof typeof HANDLERS, body: unknown, token?: string, headers: Record<string, string> = {}, on = app): Promise<Answer> {
  const answer = await HANDLERS[path](on, { headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers }, query: {}, body });
  expect(answerMistakes('post', `/${path}`, answer)).toEqual([]);
  return answer as Answer;
}

async function look(id: unknown, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await status(app, { headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers }, query: { sessionId: id }, body: undefined });
  expect(answerMistakes('get', '/session-status', answer)).toEqual([]);
  return answer as Answer;
}

async function open(body: Record<string, unknown> = { requirements: 'We lend books.' }): Promise<{ readonly id: string; readonly token: string }> {
  const id = newId();
  const answer = await post('specification-agent', { sessionId: id, ...body });
  expect(answer.status).toBe(202);
  return { id, token: String(answer.body['token']) };
}

const work = (id: string, stage: Stage, command: Command) => runStage(app, id, stage, async () => command);

async function specWritten(id: string): Promise<void> {
  const digest = await app.artifacts.put(id, 'spec.json', 'application/json', Buffer.from(JSON.stringify(parseModuleSpec(LIBRARY))));
  const changes = await app.artifacts.put(id, 'changes.json', 'application/json', Buffer.from('["Members have a phone number."]'));
  await work(id, 'specifying', { type: 'spec_written', spec: digest, changes, usage: NO_USAGE });
}

describe('POST /specification-agent', () => {
  it('opens a session with prose, answers 202 with the token and says which stage comes next', async () => {
    const id = newId();
    const answer = await post('specification-agent', { sessionId: id, requirements: 'We lend books.', language: 'de-AT' });
    expect(answer).toMatchObject({ status: 202, body: { sessionId: id, state: 'specifying', version: 1 }, next: { stage: 'specifying', sessionId: id, version: 1 } });
    const session = await app.store.find(id);
    expect(session).toMatchObject({ language: 'de-AT', odooVersion: '19.0', spec: null, budget: { repairRounds: 3, tokens: 500_000 } });
    const stored = await app.artifacts.get(id, session?.requirements ?? '');
    expect(Buffer.from(stored?.bytes ?? []).toString()).toBe('We lend books.');
  });

  it.each([['YAML', LIBRARY], ['an object', parseModuleSpec(LIBRARY)]])('takes a ModuleSpec as %s, with no language model', async (_, spec) => {
    const answer = await post('specification-agent', { sessionId: newId(), spec }, undefined, {}, testApp(database, { events: app.events }));
    expect(answer).toMatchObject({ status: 202, next: { stage: 'specifying' } });
    const session = await app.store.find(String(answer.body['sessionId']));
    const stored = await app.artifacts.get(session?.id ?? '', session?.spec ?? '');
    expect(JSON.parse(Buffer.from(stored?.bytes ?? []).toString())).toEqual(parseModuleSpec(LIBRARY));
  });

  it('says both ways out when prose comes and no language model is configured', async () => {
    const id = newId();
    const answer = await post('specification-agent', { sessionId: id, requirements: 'We lend books.' }, undefined, {}, testApp(database, { events: app.events }));
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:odoo-module-builder:llm_not_configured' }, next: null });
    expect(answer.body['detail']).toMatch(/OpenAI credential.*ModuleSpec/s);
    expect(await app.store.find(id)).toBeNull();
  });

  it('tells all 50 mistakes of a spec at once, each with its place, and stores nothing', async () => {
    const spec = structuredClone(parseModuleSpec(LIBRARY)) as unknown as { menus: unknown[] };
    spec.menus = Array.from({ length: 50 }, (_, index) => ({ id: `m_${index}`, label: '' }));
    const id = newId();
    const answer = await post('specification-agent', { sessionId: id, spec });
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:odoo-module-builder:spec_invalid' } });
    const paths = (answer.body['mistakes'] as { path: string }[]).map((each) => each.path);
    for (let index = 0; index < 50; index += 1) expect(paths.some((path) => path.startsWith(`menus[${index}]`))).toBe(true);
    expect(await app.store.find(id)).toBeNull();
    expect(await app.artifacts.list(id)).toEqual([]);
  });

  it('answers a repeated submission with the same Idempotency-Key with the same token, and triggers nothing again', async () => {
    const id = newId();
    const send = () => post('specification-agent', { sessionId: id, requirements: 'We lend books.' }, undefined, { 'idempotency-key': 'b2c0f5c4-6e0e-4a5e-9f2f-2f6f8f6d7c11' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect([first.next?.stage, second.next]).toEqual(['specifying', null]);
    const other = await post('specification-agent', { sessionId: id, requirements: 'Something else.' }, undefined, { 'idempotency-key': 'b2c0f5c4-6e0e-4a5e-9f2f-2f6f8f6d7c11' });
    expect(other.status).toBe(422);
    const foreign = await post('specification-agent', { sessionId: id, requirements: 'We lend books.' }, undefined, { 'idempotency-key': 'another' });
    expect(foreign).toMatchObject({ status: 409, body: { type: 'urn:odoo-module-builder:session_exists' } });
  });

  it('makes one session of 50 identical requests at once', async () => {
    const id = newId();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('specification-agent', { sessionId: id, requirements: 'We lend books.' })));
    expect(answers.filter((each) => each.status === 202)).toHaveLength(1);
    expect(answers.filter((each) => each.status === 409)).toHaveLength(49);
  });
});

describe('bad input', () => {
  it.each<[string, unknown, number, string, unknown]>([
    ['text that is not JSON', '{"sessionId": "abcdefgh",\n "requirements": }', 400, 'not_json', { line: 2, column: 18 }],
    ['bytes that are not JSON', Buffer.from('sessionId=x'), 400, 'not_json', { line: 1, column: 1 }],
    ['JSON that ends too early', '{"sessionId": "abc', 400, 'not_json', { line: 1, column: 19 }],
    ['a misspelt literal', '{"a": trux}', 400, 'not_json', { column: 10 }],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'not_json', {}],
    ['an empty body', '', 400, 'not_json', {}],
    ['no body', undefined, 400, 'not_an_object', {}],
    ['a list', [], 400, 'not_an_object', {}],
    ['a number', '7', 400, 'not_an_object', {}],
    ['more than 1 MiB', Buffer.alloc(1024 * 1024 + 1, 0x20), 413, 'body_too_large', {}],
    ['no sessionId', { requirements: 'x' }, 400, 'invalid_request', { mistakes: [{ path: 'sessionId', message: 'The sessionId is missing.' }] }],
    ['a malformed sessionId', { sessionId: '../etc', requirements: 'x' }, 400, 'invalid_request', {}],
    ['wrong types', { sessionId: 5, requirements: {} }, 400, 'invalid_request', { mistakes: [{ path: 'sessionId' }, { path: 'requirements' }] }],
    ['empty requirements', { sessionId: 'abcdefgh', requirements: ' \n' }, 400, 'invalid_request', { mistakes: [{ path: 'requirements', message: 'Must not be empty.' }] }],
    ['requirements over 32 KiB', { sessionId: 'abcdefgh', requirements: 'ü'.repeat(16_385) }, 400, 'invalid_request', { mistakes: [{ message: 'Must not be longer than 32 KiB.' }] }],
    ['an unknown Odoo version', { sessionId: 'abcdefgh', requirements: 'x', odooVersion: '8.0' }, 400, 'invalid_request', { mistakes: [{ path: 'odooVersion', message: 'Known Odoo versions: 19.0.' }] }],
    ['an unknown language', { sessionId: 'abcdefgh', requirements: 'x', language: '??' }, 400, 'invalid_request', { mistakes: [{ path: 'language' }] }],
    ['unknown keys', { sessionId: 'abcdefgh', requirements: 'x', sesion: 1, model: 2 }, 400, 'invalid_request', { mistakes: [{ path: 'sesion' }, { path: 'model' }] }],
    ['a YAML bomb', { sessionId: 'abcdefgh', spec: `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [${Array(9).fill(`*${i === 0 ? 'a' : `b${i - 1}`}`).join(',')}]`).join('\n')}` }, 400, '', {}],
    ['a prototype as key', '{"sessionId": "abcdefgh", "requirements": "x", "__proto__": {"a": 1}, "constructor": 1}', 400, 'invalid_request', {}],
  ])('%s is answered with a problem', async (_, body, code, type, more) => {
    const answer = await post('specification-agent', body);
    expect(answer).toMatchObject({ status: code, headers: { 'content-type': 'application/problem+json' }, next: null });
    if (type !== '') expect(answer.body['type']).toBe(`urn:odoo-module-builder:${type}`);
    expect(answer.body).toMatchObject(more as object);
  });

  it('a malformed Idempotency-Key is refused', async () => {
    expect((await post('specification-agent', { sessionId: newId(), requirements: 'x' }, undefined, { 'idempotency-key': 'with space' })).body['type']).toBe('urn:odoo-module-builder:invalid_idempotency_key');
  });
});

describe('later calls', () => {
  it('need the token: none is a 401, and an unknown session answers byte for byte like a foreign one', async () => {
    const [mine, other] = [await open(), await open()];
    expect(await post('session-cancel', { sessionId: mine.id })).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="session"' } });
    const foreign = await post('session-cancel', { sessionId: mine.id }, other.token);
    const unknown = await post('session-cancel', { sessionId: newId() }, other.token);
    expect(foreign.status).toBe(404);
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(foreign));
    expect(JSON.stringify(await look(newId(), mine.token))).toBe(JSON.stringify(await look(other.id, mine.token)));
    expect((await app.store.find(mine.id))?.state).toBe('specifying');
  });

  it('that are not allowed now get a 409 with version, state and what is allowed', async () => {
    const { id, token } = await open();
    expect(await post('user-acceptance-result', { sessionId: id, decision: 'approve' }, token)).toMatchObject({ status: 409, body: { type: 'urn:odoo-module-builder:not_allowed', version: 1, state: 'specifying', allowedActions: ['session-cancel'] } });
  });

  it('for a version that is past get a 409 with the present one', async () => {
    const { id, token } = await open();
    await specWritten(id);
    expect(await post('specification-feedback', { sessionId: id, version: 1, decision: 'approve' }, token)).toMatchObject({ status: 409, body: { type: 'urn:odoo-module-builder:stale_version', version: 2, state: 'spec_review' } });
  });

  it('sent 50 times at once have one effect; the others learn where the session is', async () => {
    const { id, token } = await open();
    await specWritten(id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('specification-feedback', { sessionId: id, version: 2, decision: 'approve' }, token)));
    expect(answers.filter((each) => each.status === 202)).toHaveLength(1);
    expect(answers.filter((each) => each.next !== null)).toHaveLength(1);
    expect(answers.find((each) => each.status === 409)?.body).toMatchObject({ version: 3, allowedActions: ['session-cancel'] });
    expect((await app.store.find(id))?.version).toBe(3);
  });

  it('sent 50 times with one Idempotency-Key get one answer and trigger one stage', async () => {
    const { id, token } = await open();
    await specWritten(id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('specification-feedback', { sessionId: id, decision: 'modify', feedback: 'More.' }, token, { 'idempotency-key': 'k1' })));
    expect(new Set(answers.map((each) => JSON.stringify([each.status, each.body])))).toHaveProperty('size', 1);
    expect(answers[0]?.status).toBe(202);
    expect(answers.filter((each) => each.next !== null)).toHaveLength(1);
  });

  it('lead a session by every decision to its end', async () => {
    const { id, token } = await open();
    await specWritten(id);
    expect(await post('specification-feedback', { sessionId: id, version: 2, decision: 'modify', feedback: 'A phone number.' }, token)).toMatchObject({ status: 202, body: { state: 'specifying', version: 3 } });
    const feedback = await app.artifacts.get(id, (await app.store.find(id))?.feedback ?? '');
    expect(JSON.parse(Buffer.from(feedback?.bytes ?? []).toString())).toEqual({ text: 'A phone number.', from: 'spec_review' });
    await specWritten(id);
    expect(await post('specification-feedback', { sessionId: id, decision: 'approve' }, token)).toMatchObject({ next: { stage: 'coding' } });
    await work(id, 'coding', { type: 'stage_failed', note: { code: 'x', message: 'It failed.' }, retryable: false, usage: NO_USAGE });
    expect(await post('coding-feedback', { sessionId: id, decision: 'accept' }, token)).toMatchObject({ status: 409, body: { allowedActions: ['coding-feedback:modify', 'session-cancel'] } });
    expect(await post('coding-feedback', { sessionId: id, decision: 'modify' }, token)).toMatchObject({ status: 202, next: { stage: 'coding' } });
    await work(id, 'coding', { type: 'module_written', module: 'a'.repeat(64), acceptanceTests: 'b'.repeat(64), usage: NO_USAGE });
    await work(id, 'testing', { type: 'module_tested', green: true, report: await storedVerdict(id), usage: NO_USAGE });
    await work(id, 'opening_uat', { type: 'uat_opened', slug: 'a'.repeat(20) });
    expect((await look(id, token)).body).toMatchObject({ state: 'uat', uat: { url: `http://${'a'.repeat(20)}.uat.localhost:5681`, login: 'admin' }, report: { green: true } });
    expect(await post('user-acceptance-result', { sessionId: id, decision: 'reject', remarks: [{ criterion: 'AC-1', text: 'No.' }, { criterion: 'AC-99', text: 'No.' }] }, token)).toMatchObject({
      status: 400, body: { mistakes: [{ path: 'remarks[1].criterion', message: 'The specification has no criterion AC-99.', hint: expect.stringContaining('AC-1, ') }] },
    });
    expect(await post('user-acceptance-result', { sessionId: id, decision: 'reject', remarks: [{ criterion: 'AC-1', text: 'No.' }] }, token)).toMatchObject({ status: 202, next: { stage: 'coding' } });
    expect(await post('session-cancel', { sessionId: id }, token)).toMatchObject({ status: 202, body: { state: 'cancelled' }, next: null });
    expect(await post('session-cancel', { sessionId: id }, token)).toMatchObject({ status: 409, body: { allowedActions: [] } });
  });
});

describe('GET /session-status', () => {
  it('shows the specification with revision, changes, questions and assumptions', async () => {
    const { id, token } = await open();
    expect((await look(id, token)).body).toMatchObject({ state: 'specifying', spec: null, report: null, uat: null, zip: null });
    await specWritten(id);
    const { body, headers } = await look(id, token);
    expect(headers['etag']).toBe('"2"');
    expect(body).toMatchObject({ spec: { revision: 1, changes: ['Members have a phone number.'], document: { name: 'library_lending' } }, allowedActions: expect.arrayContaining(['specification-feedback:modify']) });
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('answers 304 to who knows this version', async () => {
    const { id, token } = await open();
    expect(await look(id, token, { 'if-none-match': 'W/"9", "1"' })).toMatchObject({ status: 304, body: null });
    expect(await look(id, token, { 'if-none-match': '"2"' })).toMatchObject({ status: 200 });
  });

  it('says what is wrong with a sessionId that is none', async () => {
    expect(await look(['a', 'b'], 'x'.repeat(43))).toMatchObject({ status: 400 });
    expect(await look(undefined, 'x'.repeat(43))).toMatchObject({ status: 400 });
  });
});

async function storedVerdict(id: string): Promise<string> {
  const verdict: Verdict = {
    green: true, status: 'green', module: 'library_lending', moduleDigest: 'a'.repeat(64), odooVersion: '19.0', image: 'omb-sandbox', state: 'installed', exitCode: 0,
    tests: { declared: 1, run: 1, failed: 0, errors: 0, skipped: 0 }, criteria: [{ id: 'AC-1', title: 'A book', status: 'green', tests: ['test_ac_1_a_book'] }],
    failures: [{ kind: 'log', by: 'clean-log', criterion: null, file: 'models/book.py', line: 3, message: 'm', traceback: 'not shown', screenshot: null, sentence: 's' }], checks: [], warnings: [], screenshots: [{ title: 'Books', criterion: null, digest: 'c'.repeat(64) }], durations: { odoo: 1234.5 }, log: 'd'.repeat(64),
  };
  return app.artifacts.put(id, 'report.json', 'application/json', Buffer.from(JSON.stringify(verdict)));
}
