import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { cancelRequest, codeReview, specReview, submitRequest, uatReview } from '../../../src/app/api/requests.js';
import { answerMistakes, OPENAPI, takesRequest } from '../../support/openapi.js';

const id = 'library-1';
const SCHEMAS = { '/specification-agent': submitRequest, '/specification-feedback': specReview, '/coding-feedback': codeReview, '/user-acceptance-result': uatReview, '/session-cancel': cancelRequest };
type Path = keyof typeof SCHEMAS;

it('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(OPENAPI) as unknown as Record<string, unknown>);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

const CASES: readonly [Path, unknown, boolean][] = [
  ['/specification-agent', { sessionId: id, requirements: 'Books.' }, true],
  ['/specification-agent', { sessionId: id, spec: { name: 'x' }, odooVersion: '19.0', language: 'de-AT' }, true],
  ['/specification-agent', { sessionId: id, spec: 'name: x' }, true],
  ['/specification-agent', { sessionId: id }, false],
  ['/specification-agent', { sessionId: id, requirements: 'Books.', spec: {} }, false],
  ['/specification-agent', { sessionId: id, requirements: ' \n ' }, false],
  ['/specification-agent', { sessionId: id, requirements: 'x'.repeat(32_769) }, false],
  ['/specification-agent', { sessionId: id, requirements: ['Books.'] }, false],
  ['/specification-agent', { sessionId: id, spec: [] }, false],
  ['/specification-agent', { sessionId: 'short', requirements: 'Books.' }, false],
  ['/specification-agent', { sessionId: 'a'.repeat(65), requirements: 'Books.' }, false],
  ['/specification-agent', { sessionId: 'with space', requirements: 'Books.' }, false],
  ['/specification-agent', { requirements: 'Books.' }, false],
  ['/specification-agent', { sessionId: id, requirements: 'Books.', odooVersion: '12.0' }, false],
  ['/specification-agent', { sessionId: id, requirements: 'Books.', extra: 1 }, false],
  ['/specification-feedback', { sessionId: id, decision: 'approve' }, true],
  ['/specification-feedback', { sessionId: id, version: 2, decision: 'modify', feedback: 'More.' }, true],
  ['/specification-feedback', { sessionId: id, decision: 'modify' }, false],
  ['/specification-feedback', { sessionId: id, decision: 'approve', feedback: 'Books have a colour.' }, false],
  ['/specification-feedback', { sessionId: id, decision: 'reject', feedback: 'We bought one.' }, true],
  ['/specification-feedback', { sessionId: id, decision: 'accept' }, false],
  ['/specification-feedback', { sessionId: id, version: '2', decision: 'approve' }, false],
  ['/specification-feedback', { sessionId: id, version: 0, decision: 'approve' }, false],
  ['/coding-feedback', { sessionId: id, decision: 'modify' }, true],
  ['/coding-feedback', { sessionId: id, decision: 'accept', version: 9 }, true],
  ['/coding-feedback', { sessionId: id, decision: 'accept', feedback: 'Books have a colour.' }, false],
  ['/coding-feedback', { sessionId: id, decision: 'reject' }, false],
  ['/user-acceptance-result', { sessionId: id, decision: 'approve' }, true],
  ['/user-acceptance-result', { sessionId: id, decision: 'reject', remarks: [{ criterion: 'AC-1', text: 'No.' }] }, true],
  ['/user-acceptance-result', { sessionId: id, decision: 'reject', feedback: 'No.' }, true],
  ['/user-acceptance-result', { sessionId: id, decision: 'approve', feedback: 'Thank you.' }, true],
  ['/user-acceptance-result', { sessionId: id, decision: 'reject' }, false],
  ['/user-acceptance-result', { sessionId: id, decision: 'reject', remarks: [] }, false],
  ['/user-acceptance-result', { sessionId: id, decision: 'reject', remarks: [{ criterion: 'one', text: 'No.' }] }, false],
  ['/user-acceptance-result', { sessionId: id, decision: 'reject', remarks: [{ criterion: 'AC-1', text: '' }] }, false],
  ['/session-cancel', { sessionId: id }, true],
  ['/session-cancel', { sessionId: id, decision: 'approve' }, false],
  ['/session-cancel', {}, false],
];

it.each(CASES)('the document and the code agree on %s %j: %s', (path, body, taken) => {
  expect(SCHEMAS[path].safeParse(body).success).toBe(taken);
  expect(takesRequest(path, body)).toBe(taken);
});

it('every example of the document is taken by the code', () => {
  for (const [path, schema] of Object.entries(SCHEMAS)) {
    const operation = OPENAPI.paths[path]?.['post'] as unknown as { requestBody: { content: { 'application/json': { examples: Record<string, { value: unknown }> } } } };
    const examples = Object.values(operation.requestBody.content['application/json'].examples);
    expect(examples.length).toBeGreaterThan(0);
    for (const { value } of examples) expect(schema.safeParse(value)).toMatchObject({ success: true });
  }
});

/** What nginx of a deployment answers by itself, before anything of ours is asked. */
const OF_NGINX = [...readFileSync(join(__dirname, '../../../deployment/n8n/configs/nginx-n8n.conf'), 'utf8').matchAll(/return (413|429|503) '(\{.*?\})';/g)].map(([, status = '', body = '']) => ({ status: Number(status), headers: { 'content-type': 'application/problem+json' }, body: JSON.parse(body) as { status: number } }));

it.each(Object.keys(SCHEMAS))('the document tells what nginx answers in the place of %s', (path) => {
  expect(OF_NGINX.map(({ status }) => status)).toEqual([413, 429, 503]);
  for (const answer of OF_NGINX) expect([answer.body.status, answerMistakes('post', path, answer)]).toEqual([answer.status, []]);
});
