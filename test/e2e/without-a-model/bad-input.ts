import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { specToYaml } from '../../../src/domain/module-spec/parse.js';
import { expectSentence } from '../../support/for-a-person.js';
import { MINUTE, until } from '../../support/journey.js';
import { answerMistakes, OPENAPI, problemMistakes } from '../../support/openapi.js';
import { plainRequest, type PlainAnswer, type PlainRequest } from '../../support/plain-request.js';
import { shelfSpec } from '../../support/shelf-spec.js';
import { ROOT, type TestStack } from '../../support/stack.js';
import type { Frontend, StatusBody } from '../../../deployment/local/frontend.js';

interface Mistake {
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}
interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly mistakes?: readonly Mistake[];
}
type ProblemAnswer = PlainAnswer & { readonly body: Problem };

let stack: TestStack;
let library: string;
/** Two sessions that wait for their review, with their tokens. */
let mine: { readonly client: Frontend; readonly token: string; readonly status: StatusBody };
let others: typeof mine;

async function reviewed(): Promise<typeof mine> {
  const client = stack.client();
  const answer = await client.submit({ spec: specToYaml(shelfSpec()) });
  return { client, token: String(answer.body['token']), status: await until(client, 'spec_review') };
}

const newId = (): string => `bad-${randomBytes(8).toString('hex')}`;
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const STRANGER = 'x'.repeat(43);

/** All that there is of sessions, to see that nothing was stored and nothing moved. */
async function stored(): Promise<unknown> {
  const { rows } = await stack.database.query(`
    SELECT (SELECT json_agg(json_build_array(id, version, state) ORDER BY id) FROM omb.session) AS sessions,
           (SELECT count(*) FROM omb.session_event) AS events, (SELECT count(*) FROM omb.session_artifact) AS artifacts,
           (SELECT count(*) FROM omb.idempotency) AS keys, (SELECT count(*) FROM omb.stage_lease WHERE expires_at IS NOT NULL) AS leases`);
  return rows[0];
}

/** Sends to a webhook with the API key, as JSON unless other headers say so; empty headers are left out. */
function send(path: string, { headers = {}, ...rest }: PlainRequest): Promise<PlainAnswer> {
  const all = { 'x-api-key': stack.frontend.apiKey, 'content-type': 'application/json', ...headers };
  // In queue mode stages are called through nginx's inner door alone.
  const webhookUrl = path.startsWith('stage-') && stack.queue !== undefined ? `http://127.0.0.1:${stack.queue.ports.stages}/webhook` : stack.frontend.webhookUrl;
  return plainRequest(`${webhookUrl}/${path}`, { ...rest, headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) });
}

/** Sends what cannot be accepted: a problem that a person understands and the API describes comes back, and nothing is stored. */
async function refused(path: string, request: PlainRequest): Promise<ProblemAnswer> {
  const before = await stored();
  const answer = (await send(path, request)) as ProblemAnswer;
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json(;|$)/);
  const method = (request.method ?? 'POST').toLowerCase() as 'get' | 'post';
  const endpoint = `/${path.split('?')[0]}`;
  const mistakes = OPENAPI.paths[endpoint]?.[method] === undefined ? problemMistakes(answer.body) : answerMistakes(method, endpoint, answer);
  expect(mistakes).toEqual([]);
  expectSentence(answer.body.detail);
  for (const { message, hint } of answer.body.mistakes ?? []) {
    expectSentence(message);
    if (hint !== undefined) expect(hint).toMatch(/\S{2,}/);
  }
  expect(await stored()).toEqual(before);
  return answer;
}

const code = (answer: ProblemAnswer): string => answer.body.type.replace('urn:odoo-module-builder:', '');

/** The body of a submission with an id of its own. */
const submission = (more: Readonly<Record<string, unknown>>): string => JSON.stringify({ sessionId: newId(), ...more });

/** What nobody may send, to a product in which no language model is configured and no other session moves: it looks at all that is stored. */
export function badInput(started: () => TestStack): void {
  beforeAll(async () => {
    stack = started();
    library = await readFile(join(ROOT, 'examples/library.yaml'), 'utf8');
    [mine, others] = await Promise.all([reviewed(), reviewed()]);
  }, MINUTE);

  describe('what is no JSON object', () => {
    test.each<[string, PlainRequest, number, string]>([
      ['text that is no JSON', { body: '{"sessionId": "abc", ' }, 400, 'not_json'],
      ['a single quote', { body: "{'sessionId': 1}" }, 400, 'not_json'],
      ['bytes that are no text', { body: Buffer.from([0xff, 0xfe, 0x00, 0x81]) }, 400, 'not_json'],
      ['a list', { body: '[]' }, 400, 'not_an_object'],
      ['a number', { body: '7' }, 400, 'not_an_object'],
      ['a text', { body: '"sessionId"' }, 400, 'not_json'],
      ['nothing', {}, 400, 'not_json'],
      ['null', { body: 'null' }, 400, 'not_an_object'],
      ['JSON that is said to be plain text', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415, 'not_json_type'],
      ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'sessionId=library-1&requirements=Books' }, 415, 'not_json_type'],
      ['a form with parts', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b\r\nContent-Disposition: form-data; name="sessionId"\r\n\r\nlibrary-1\r\n--b--\r\n' }, 415, 'not_json_type'],
      ['XML', { headers: { 'content-type': 'application/xml' }, body: '<sessionId>library-1</sessionId>' }, 415, 'not_json_type'],
      ['bytes of no kind', { headers: { 'content-type': 'application/octet-stream' }, body: '{}' }, 415, 'not_json_type'],
      ['JSON in an unknown encoding', { headers: { 'content-type': 'application/json; charset=klingon' }, body: '{}' }, 400, 'not_json'],
      ['what is said to be packed and is not', { headers: { 'content-encoding': 'gzip' }, body: '{}' }, 400, 'not_unpacked'],
      ['more than 1 MiB', { body: JSON.stringify({ requirements: 'x'.repeat(1.2 * 2 ** 20) }) }, 413, 'body_too_large'],
      ['more than n8n itself reads', { body: JSON.stringify({ requirements: 'x'.repeat(3 * 2 ** 20) }) }, 413, 'body_too_large'],
      ['as much without a length', { body: Array<string>(48).fill('x'.repeat(2 ** 16)) }, 413, 'body_too_large'],
      ['50 MiB in 50 KiB of gzip', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50 * 2 ** 20, 0x20)) }, 400, 'not_unpacked'],
    ])('%s', async (_, request, status, type) => {
      const answer = await refused('specification-agent', request);
      expect([answer.status, code(answer)]).toEqual([status, type]);
    });
  });

  describe('a submission', () => {
    const table: [string, Readonly<Record<string, unknown>>, readonly (Partial<Mistake> | string)[]][] = [
      ['without a sessionId', { sessionId: undefined, requirements: 'Books.' }, [{ path: 'sessionId', message: 'The sessionId is missing.' }]],
      ['with a number for a sessionId', { sessionId: 12345678, requirements: 'Books.' }, [{ path: 'sessionId', message: 'The sessionId must be a text.' }]],
      ['with a path for a sessionId', { sessionId: '../../../etc/passwd', requirements: 'Books.' }, ['sessionId']],
      ['with a sessionId that is too short', { sessionId: 'short', requirements: 'Books.' }, ['sessionId']],
      ['with a sessionId that is too long', { sessionId: 'a'.repeat(65), requirements: 'Books.' }, ['sessionId']],
      ['with an expression of n8n for a sessionId', { sessionId: '={{ $env.PATH }}', requirements: 'Books.' }, ['sessionId']],
      ['with wrong types everywhere', { sessionId: {}, requirements: 1, spec: 2, odooVersion: [], language: 3 }, ['sessionId', 'requirements', 'spec', 'odooVersion', 'language']],
      ['with a mistyped key', { requirments: 'Books.' }, [{ path: 'requirments', message: 'There is no key `requirments` here.', hint: 'Did you mean `requirements`?' }]],
      ['with empty requirements', { requirements: '' }, [{ path: 'requirements', message: 'Must not be empty.' }]],
      ['with requirements of spaces', { requirements: ' \n\t ' }, [{ path: 'requirements', message: 'Must not be empty.' }]],
      ['with requirements over 32 KiB', { requirements: 'ä'.repeat(16_385) }, [{ path: 'requirements', message: 'Must not be longer than 32 KiB.' }]],
      ['with neither requirements nor spec', {}, [{ path: 'requirements', message: 'Send either requirements (prose) or spec (a ModuleSpec).' }]],
      ['with both', { requirements: 'Books.', spec: {} }, [{ path: 'requirements', message: 'Send either requirements (prose) or spec (a ModuleSpec).' }]],
      ['for an unknown Odoo version', { requirements: 'Books.', odooVersion: '12.0' }, [{ path: 'odooVersion', message: 'Known Odoo versions: 19.0.' }]],
      ['in no language', { requirements: 'Books.', language: 'en_US!' }, ['language']],
    ];
    test.each(table)('%s is told each mistake at its path', async (_, body, expected) => {
      const answer = await refused('specification-agent', { body: submission(body) });
      expect([answer.status, code(answer)]).toEqual([400, 'invalid_request']);
      expect(answer.body.mistakes).toEqual(expected.map((each) => expect.objectContaining(typeof each === 'string' ? { path: each } : each)));
    });

    test('for a sessionId that exists is a conflict, and its owner’s token is not told', async () => {
      const answer = await refused('specification-agent', { body: JSON.stringify({ sessionId: mine.client.sessionId, spec: library }) });
      expect([answer.status, code(answer)]).toEqual([409, 'session_exists']);
      expect(answer.text).not.toContain('token"');
    });

    test('in prose, where no language model is configured, is told both ways out', async () => {
      const answer = await refused('specification-agent', { body: submission({ requirements: 'We lend books.' }) });
      expect([answer.status, code(answer)]).toEqual([400, 'llm_not_configured']);
      expect(answer.body.detail).toMatch(/OpenAI credential[^]*ModuleSpec/);
    });

    test('with a bad Idempotency-Key is refused', async () => {
      const answer = await refused('specification-agent', { headers: { 'idempotency-key': 'k'.repeat(201) }, body: submission({ spec: library }) });
      expect([answer.status, code(answer)]).toEqual([400, 'invalid_idempotency_key']);
    });
  });

  describe('a ModuleSpec', () => {
    const mistakes = async (spec: unknown): Promise<readonly Mistake[]> => {
      const answer = await refused('specification-agent', { body: submission({ spec }) });
      expect([answer.status, code(answer)]).toEqual([400, 'spec_invalid']);
      return answer.body.mistakes ?? [];
    };

    test('with 50 mistakes of six kinds is told all of them at once, each at its path and with how to mend it', async () => {
      const spec = structuredClone(shelfSpec()) as unknown as { models: { fields: unknown[]; access: unknown[] }[]; menus: unknown[] };
      const twelve = <T>(make: (index: number) => T): T[] => Array.from({ length: 12 }, (_, index) => make(index));
      const [shelf] = spec.models;
      shelf?.fields.push(
        ...twelve((index) => ({ name: `to_${index}`, type: 'many2one', label: 'To', comodel: 'shelf.shelv' })),
        ...twelve((index) => ({ name: `typo_${index}`, type: 'chr', label: 'Typo' })),
        ...twelve((index) => ({ name: `sum_${index}`, type: 'integer', label: 'Sum', compute: { expression: 'places +' } })),
        ...twelve((index) => ({ name: `key_${index}`, type: 'char', label: 'Key', requird: true })),
      );
      shelf?.access.push({ group: 'group_nobody' });
      spec.menus.push({ id: 'shelf_menu', label: '' });
      const found = await mistakes(spec);
      const places = (from: number, key: string): string[] => twelve((index) => `models[0].fields[${from + index}].${key}`);
      const expected = [...places(2, 'comodel'), ...places(14, 'type'), ...places(26, 'compute.expression'), ...places(38, 'requird'), 'models[0].access[1].group', 'menus[0].label'];
      expect(expected).toHaveLength(50);
      expect(found.map(({ path }) => path).sort()).toEqual(expected.sort());
      const hintOf = (path: string): string | undefined => found.find((mistake) => mistake.path === path)?.hint;
      expect(hintOf('models[0].fields[2].comodel')).toBe('Did you mean `shelf.shelf`?');
      expect(hintOf('models[0].fields[14].type')).toBe('Did you mean `char`?');
      expect(hintOf('models[0].fields[26].compute.expression')).toContain('docs/module-spec.md');
      expect(hintOf('models[0].fields[38].requird')).toBe('Did you mean `required`?');
      expect(hintOf('models[0].access[1].group')).toMatch(/group/);
    });

    test.each<[string, unknown, RegExp]>([
      ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`).join('\n')}`, /aliases/],
      ['brackets nested without end', '['.repeat(100_000), /nested deeper/],
      ['lists nested without end', `${'- '.repeat(100_000)}x`, /nested deeper/],
      ['a text over 512 KiB', `title: ${'x'.repeat(600 * 1024)}`, /larger than 512 KiB/],
      ['30 000 keys', Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join('\n'), /no key `k0`/],
      ['50 000 menus without anything', `menus: [${Array(50_000).fill('{}').join(',')}]`, /is missing/],
      ['a tag that makes objects', 'name: !!python/object:os.system x', /tag/],
      ['two documents', 'name: a\n---\nname: b', /documents/],
      ['a sentence', 'Please write me a module.', /set of keys/],
    ])('that is %s is refused within seconds', async (_, spec, message) => {
      const found = await mistakes(spec);
      expect(found.length).toBeLessThanOrEqual(200);
      expect(found.map((mistake) => mistake.message).join('\n')).toMatch(message);
    });

    test('that is an object nested without end is refused', async () => {
      const answer = await refused('specification-agent', { body: `{"sessionId":"${newId()}","spec":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}` });
      expect([answer.status, code(answer)]).toEqual([400, 'spec_invalid']);
      expect(answer.body.mistakes).toContainEqual(expect.objectContaining({ path: 'a', message: 'There is no key `a` here.' }));
    });

    test('for another Odoo version than the request is refused', async () => {
      const found = await mistakes(library.replace('name: library_lending', 'name: library_lending\nodooVersion: "12.0"'));
      expect(found).toEqual([expect.objectContaining({ path: 'odooVersion', message: expect.stringContaining('19.0') })]);
    });
  });

  describe('a later call', () => {
    const review = (more: Readonly<Record<string, unknown>> = {}): string => JSON.stringify({ sessionId: mine.client.sessionId, decision: 'approve', ...more });

    test.each<[string, () => Record<string, string>, number, string]>([
      ['without a token', () => ({}), 401, 'token_missing'],
      ['with a token that is none', () => ({ authorization: 'Bearer no' }), 401, 'token_missing'],
      ['with a password instead', () => ({ authorization: 'Basic YTpi' }), 401, 'token_missing'],
      ['with a wrong token', () => bearer(STRANGER), 404, 'session_not_found'],
      ['with the token of another session', () => bearer(others.token), 404, 'session_not_found'],
    ])('%s is refused', async (_, headers, status, type) => {
      const answer = await refused('specification-feedback', { headers: headers(), body: review() });
      expect([answer.status, code(answer)]).toEqual([status, type]);
      expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer realm="session"' : undefined);
    });

    test.each<[string, string, Readonly<Record<string, unknown>>]>([
      ['to the code, before there is any', 'coding-feedback', { decision: 'accept' }],
      ['to the module, before it can be tried', 'user-acceptance-result', { decision: 'approve' }],
    ])('%s is a conflict that says what is allowed now', async (_, path, body) => {
      const answer = await refused(path, { headers: bearer(mine.token), body: JSON.stringify({ sessionId: mine.client.sessionId, ...body }) });
      expect([answer.status, code(answer)]).toEqual([409, 'not_allowed']);
      expect(answer.body).toMatchObject({ state: 'spec_review', version: mine.status.version, allowedActions: ['specification-feedback:approve', 'specification-feedback:modify', 'specification-feedback:reject', 'session-cancel'] });
    });

    test('about a version that is past is a conflict that tells the present one', async () => {
      const answer = await refused('specification-feedback', { headers: bearer(mine.token), body: review({ version: mine.status.version - 1 }) });
      expect([answer.status, code(answer)]).toEqual([409, 'stale_version']);
      expect(answer.body).toMatchObject({ version: mine.status.version, allowedActions: expect.arrayContaining(['specification-feedback:approve']) });
    });

    test.each<[string, string, Readonly<Record<string, unknown>>, readonly string[]]>([
      ['with no decision', 'specification-feedback', { decision: undefined }, ['decision']],
      ['with a decision that is none', 'specification-feedback', { decision: 'aprove', version: 'two' }, ['version', 'decision']],
      ['that asks for a change and does not say which', 'specification-feedback', { decision: 'modify' }, ['feedback']],
      ['that approves and asks for a change', 'specification-feedback', { feedback: 'Shelves have a colour.' }, ['feedback']],
      ['that accepts the code and asks for a change', 'coding-feedback', { decision: 'accept', feedback: 'Shelves have a colour.' }, ['feedback']],
      ['that rejects and does not say why', 'user-acceptance-result', { decision: 'reject' }, ['remarks']],
      ['with remarks on no criterion', 'user-acceptance-result', { decision: 'reject', remarks: [{ criterion: 'one', text: '' }, 5] }, ['remarks[0].criterion', 'remarks[0].text', 'remarks[1]']],
      ['with more than 32 KiB of feedback', 'coding-feedback', { decision: 'modify', feedback: 'x'.repeat(32_769) }, ['feedback']],
      ['with a key that nobody knows', 'session-cancel', { force: true }, ['force', 'decision']],
    ])('%s is told each mistake at its path', async (_, path, body, paths) => {
      const answer = await refused(path, { headers: bearer(mine.token), body: review(body) });
      expect([answer.status, code(answer)]).toEqual([400, 'invalid_request']);
      expect(answer.body.mistakes?.map((mistake) => mistake.path).sort()).toEqual([...paths].sort());
    });

    test.each([['no sessionId', 'session-status'], ['two', 'session-status?sessionId=abcdefgh&sessionId=ijklmnop']])('for the status with %s is told so', async (_, path) => {
      const answer = await refused(path, { method: 'GET', headers: bearer(mine.token) });
      expect([answer.status, code(answer), answer.body.mistakes?.[0]?.path]).toEqual([400, 'invalid_request', 'sessionId']);
    });
  });

  describe('the door', () => {
    test.each<[string, Record<string, string>]>([['without the API key', { 'x-api-key': '' }], ['with a wrong one', { 'x-api-key': 'wrong' }]])('is closed %s, on every webhook', async (_, headers) => {
      for (const path of ['specification-agent', 'specification-feedback', 'coding-feedback', 'user-acceptance-result', 'session-cancel']) {
        const answer = await refused(path, { headers, body: submission({ spec: library }) });
        expect([answer.status, code(answer)]).toEqual([403, 'api_key_wrong']);
        expect(answer.body.detail).toContain('X-API-Key');
      }
      expect((await refused('session-status?sessionId=abcdefgh', { method: 'GET', headers })).status).toBe(403);
      for (const stage of ['specifying', 'coding', 'testing', 'opening-uat', 'packaging']) expect((await refused(`stage-${stage}`, { headers, body: submission({}) })).status).toBe(403);
    });

    test.each<[string, string, string]>([
      ['a path that is mistyped', 'POST', 'specification-agnt'],
      ['a path below one of ours', 'POST', 'specification-agent/library-1'],
      ['GET where POST belongs', 'GET', 'specification-agent'],
      ['PUT where POST belongs', 'PUT', 'session-cancel'],
      ['POST where GET belongs', 'POST', 'session-status'],
    ])('%s leads nowhere', async (_, method, path) => {
      const answer = await refused(path, { method, body: method === 'GET' ? '' : submission({ spec: library }) });
      expect([answer.status, code(answer)]).toEqual([404, 'no_such_endpoint']);
    });
  });

  describe('an unknown session and a foreign one', () => {
    const bytes = ({ status, headers, text }: PlainAnswer): unknown => ({ status, headers: { ...headers, date: '' }, text });

    test.each<[string, (id: string) => readonly [string, PlainRequest]]>([
      ['specification-feedback', (sessionId) => ['specification-feedback', { body: JSON.stringify({ sessionId, decision: 'approve' }) }]],
      ['coding-feedback', (sessionId) => ['coding-feedback', { body: JSON.stringify({ sessionId, decision: 'accept' }) }]],
      ['user-acceptance-result', (sessionId) => ['user-acceptance-result', { body: JSON.stringify({ sessionId, decision: 'approve' }) }]],
      ['session-cancel', (sessionId) => ['session-cancel', { body: JSON.stringify({ sessionId }) }]],
      ['session-status', (sessionId) => [`session-status?sessionId=${sessionId}`, { method: 'GET' }]],
    ])('are one answer, byte for byte, to %s', async (_, request) => {
      const [path, init] = request(others.client.sessionId);
      const foreign = await refused(path, { ...init, headers: bearer(mine.token) });
      expect(foreign.status).toBe(404);
      const [nowhere, same] = request(newId().slice(0, others.client.sessionId.length));
      expect(bytes(await refused(nowhere, { ...same, headers: bearer(mine.token) }))).toEqual(bytes(foreign));
    });

    test.each<[string, string]>([['', 'GET'], ['/events', 'GET'], [`/artifacts/${'a'.repeat(64)}`, 'GET'], ['/uat-links', 'POST']])('are one answer, byte for byte, at the gateway’s /sessions/{id}%s', async (path, method) => {
      const look = (id: string): Promise<PlainAnswer> => plainRequest(`${stack.frontend.gatewayUrl}/sessions/${id}${path}`, { method, headers: bearer(mine.token) });
      const foreign = await look(others.client.sessionId);
      expect([foreign.status, foreign.headers['content-type'], problemMistakes(foreign.body)]).toEqual([404, expect.stringMatching(/^application\/problem\+json/), []]);
      expect(bytes(await look(newId()))).toEqual(bytes(foreign));
      expect(bytes(await look('short'))).toEqual(bytes(foreign));
    });
  });

  test('after all this both sessions go on as if nothing had been', async () => {
    expect((await others.client.reviewSpec('modify', { version: others.status.version, feedback: 'Shelves have a colour.' })).status).toBe(202);
    const told = await until(others.client, 'spec_review');
    expect(told).toMatchObject({ note: { code: 'llm_not_configured' }, spec: { revision: 1 } });
    expectSentence(told.note?.message);
    expect(told.note?.message).toMatch(/OpenAI credential[^]*YAML/);
    expect((await mine.client.reviewSpec('approve', { version: mine.status.version })).status).toBe(202);
    await until(mine.client, 'testing');
    for (const { client } of [mine, others]) expect((await client.cancel()).status).toBe(202);
  }, 2 * MINUTE);
}
