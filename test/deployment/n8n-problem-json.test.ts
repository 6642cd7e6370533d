import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Hook {
  readonly n8n: { readonly ready: ReadonlyArray<(app: { server: Server }) => Promise<void>> };
}

const hook = jest.requireActual<Hook>('../../deployment/n8n/runtime/problem-json.hook.cjs');

const MIB = 1024 * 1024;

/** Answers like n8n: what the query says, when the body has been read. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const _ of request);
  if (request.url?.endsWith('?headers')) return void response.end(JSON.stringify({ asked: request.headers['x-api-key'], written: request.headers }));
  const query = new URL(request.url ?? '', 'http://n8n').searchParams;
  const status = Number(query.get('status'));
  if (query.has('refused')) {
    response.writeHead(status, { 'WWW-Authenticate': 'Basic' });
    response.end('Authorization data is wrong!');
    return;
  }
  response.statusCode = status;
  response.setHeader('content-type', query.get('type') ?? 'application/json');
  response.setHeader('x-kept', 'yes');
  if (query.has('headFirst')) response.writeHead(status);
  if (query.has('inPieces')) response.write('{"code":');
  response.end(query.has('words') ? JSON.stringify({ code: 0, message: query.get('words') }) : query.has('inPieces') ? '1}' : '{"code":1}');
}

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  for (const ready of hook.n8n.ready) await ready({ server });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => new Promise((done) => server.close(done)));

test.each([
  ['a body that is not JSON', 'status=422', 400, 'not_json'],
  ['an address that is not registered', 'status=404', 404, 'no_such_endpoint'],
  ['an error whose head is sent first', 'status=404&headFirst', 404, 'no_such_endpoint'],
  ['an error written in pieces', 'status=422&inPieces', 400, 'not_json'],
  ['a wrong API key', 'status=403&refused', 403, 'api_key_wrong'],
  ['a database that is away', 'status=503', 503, 'database_unavailable'],
  ['a workflow that broke', 'status=500', 500, 'internal'],
])('%s is answered as problem+json', async (_, query, status, code) => {
  const response = await fetch(`${base}/webhook/specification-agent?${query}`);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ type: `urn:odoo-module-builder:${code}`, status });
});

test('the API key is where n8n asks for it, and not where it writes headers down', async () => {
  const seen = async (path: string): Promise<unknown> => (await fetch(`${base}${path}?headers`, { headers: { 'X-API-Key': 'canary', 'x-other': 'kept' } })).json();
  for (const path of ['/webhook/stage-coding', '/webhook/specification-agent']) {
    expect(await seen(path)).toEqual({ asked: 'canary', written: expect.not.objectContaining({ 'x-api-key': expect.anything() }) });
    expect(await seen(path)).toMatchObject({ written: { 'x-other': 'kept' } });
  }
  expect(await seen('/webhook/somebody-elses')).toMatchObject({ asked: 'canary', written: { 'x-api-key': 'canary' } });
});

test('a database that is away says when to try again', async () => {
  const response = await fetch(`${base}/webhook/specification-agent?status=503`);
  expect(response.headers.get('retry-after')).toBe('5');
});

test.each<[string, Readonly<Record<string, string>>, () => string | ReadableStream<Uint8Array>, number, string]>([
  ['over the limit is told as too large', {}, () => 'x'.repeat(17 * MIB), 413, 'body_too_large'],
  ['over the limit that comes without a length is too', {}, () => new Blob(['x'.repeat(17 * MIB)]).stream(), 413, 'body_too_large'],
  ['that is packed and cannot be read is told so', { 'content-encoding': 'gzip' }, () => '{}', 400, 'not_unpacked'],
])('a body %s, though n8n says 500', async (_, headers, body, status, code) => {
  const response = await fetch(`${base}/webhook/specification-agent?status=500`, { method: 'POST', headers, body: body(), duplex: 'half' } as RequestInit);
  expect(await response.json()).toMatchObject({ type: `urn:odoo-module-builder:${code}`, status });
});

test.each(['specification-agnt', 'specification-agent/x'])('%s, which no workflow has, is answered as problem+json', async (path) => {
  const response = await fetch(`${base}/webhook/${path}?status=404&headFirst&words=${encodeURIComponent(`The requested webhook "POST ${path}" is not registered.`)}`);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ type: 'urn:odoo-module-builder:no_such_endpoint', status: 404 });
});

test.each([
  ['an answer that is no error', '/webhook/session-status?status=200'],
  ['a problem that our node tells', '/webhook/session-status?status=409&type=application/problem%2Bjson'],
  ['an error of somebody else’s webhook', '/webhook/other?status=422'],
  ['a 404 of somebody else’s webhook', '/webhook/other?status=404'],
  ['one of theirs whose head is sent first', '/webhook/other?status=404&headFirst'],
  ['one of theirs that is written in pieces', '/webhook/other?status=404&inPieces'],
  ['an error of the editor', '/rest/login?status=403'],
])('%s passes as it is', async (_, path) => {
  const response = await fetch(base + path);
  expect(response.status).toBe(Number(new URL(path, base).searchParams.get('status')));
  expect(response.headers.get('x-kept')).toBe('yes');
  expect(await response.json()).toEqual({ code: 1 });
});
