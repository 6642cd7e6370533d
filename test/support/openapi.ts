import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';

type Json = Readonly<Record<string, unknown>>;
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly responses: Readonly<Record<string, Json>> };
}

export const OPENAPI = load(readFileSync(join(__dirname, '../../schemas/openapi.yaml'), 'utf8')) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { uri: /^https?:\/\//, 'date-time': /^\d{4}-\d\d-\d\dT/ } });
ajv.addSchema({ $id: 'openapi', ...(OPENAPI as object) });
const compiled = new Map<string, ValidateFunction>();

function validator(pointer: string): ValidateFunction {
  const known = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
  compiled.set(pointer, known);
  return known;
}

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');

/** True if the document's request schema takes the body. */
export function takesRequest(path: string, body: unknown): boolean {
  return validator(`/paths/${escaped(path)}/post/requestBody/content/application~1json/schema`)(body) as boolean;
}

/** What is wrong with something by one of the document's schemas. */
export function schemaMistakes(name: string, value: unknown): readonly string[] {
  const validate = validator(`/components/schemas/${name}`);
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** What is wrong with an error that is none of an endpoint's: an unknown path, a wrong method. */
export const problemMistakes = (body: unknown): readonly string[] => schemaMistakes('Problem', body);

/** What is wrong with an answer by the document; empty when it is documented like that. */
export function answerMistakes(method: 'get' | 'post', path: string, answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown }): readonly string[] {
  const responses = OPENAPI.paths[path]?.[method]?.['responses'] as Readonly<Record<string, Json>> | undefined;
  const documented = responses?.[String(answer.status)];
  if (documented === undefined) return [`${method} ${path} does not document the status ${answer.status}`];
  const ref = typeof documented['$ref'] === 'string' ? documented['$ref'].slice(1) : `/paths/${escaped(path)}/${method}/responses/${answer.status}`;
  const response = typeof documented['$ref'] === 'string' ? OPENAPI.components.responses[ref.split('/').at(-1) ?? ''] : documented;
  const content = response?.['content'] as Readonly<Record<string, unknown>> | undefined;
  if (content === undefined) return answer.body === null ? [] : ['a body where none is documented'];
  const mediaType = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (content[mediaType] === undefined) return [`${method} ${path} ${answer.status} does not document the type ${mediaType}`];
  const validate = validator(`${ref}/content/${escaped(mediaType)}/schema`);
  return validate(answer.body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
}
