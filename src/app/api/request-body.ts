import { BuilderError } from '../../domain/errors.js';
import { header } from './access.js';
import type { ApiRequest } from './api.js';

/** Room for a large ModuleSpec as YAML; requirements alone may be 32 KiB. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The JSON object that a request carries. A request without a Content-Type is taken for JSON.
 * @throws BuilderError user `not_json_type` (415) | `body_too_large` (413) | `not_json` (with line and column) | `not_an_object`
 */
export function requestBody({ headers, body }: Pick<ApiRequest, 'headers' | 'body'>): Record<string, unknown> {
  const type = header({ headers }, 'content-type');
  if (type !== undefined && !/^application\/json *(;|$)/i.test(type)) {
    throw new BuilderError('user', 'not_json_type', `Send the body as JSON, with the header "Content-Type: application/json"; this one says "${type.slice(0, 100)}".`, { status: 415 });
  }
  // n8n has parsed the body by now; the length that was announced is all that is left to measure.
  if (Number(header({ headers }, 'content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const value = typeof body === 'string' || body instanceof Uint8Array ? parse(body) : body;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new BuilderError('user', 'not_an_object', 'The body must be a JSON object, e.g. {"sessionId": "…"}.');
}

const tooLarge = (): BuilderError => new BuilderError('user', 'body_too_large', 'The body is larger than 1 MiB. A ModuleSpec as text may have 512 KiB, requirements 32 KiB.', { status: 413, details: { maxBytes: MAX_BODY_BYTES } });

function parse(body: string | Uint8Array): unknown {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw tooLarge();
  let text: string;
  try {
    text = typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new BuilderError('user', 'not_json', 'The body is not UTF-8 text. Send JSON, encoded as UTF-8.', { cause });
  }
  if (text.trim() === '') throw new BuilderError('user', 'not_json', 'The body is empty; a JSON object is expected.', { details: { line: 1, column: 1 } });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const before = text.slice(0, firstMistake(text)).split('\n');
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    throw new BuilderError('user', 'not_json', `The body is not JSON: something is wrong at line ${line}, column ${column}.`, { cause, details: { line, column } });
  }
}

/** Offset of the first character that no JSON text can have there: the shortest prefix that fails for another reason than being too short. */
function firstMistake(text: string): number {
  let [viable, broken] = [0, text.length + 1];
  while (broken - viable > 1) {
    const middle = Math.floor((viable + broken) / 2);
    if (middle <= text.length && mayGoOn(text.slice(0, middle))) viable = middle;
    else broken = middle;
  }
  return Math.min(viable, text.length);
}

/** V8 says of a text that ends too early "Unexpected end", or puts the mistake behind its last character. */
function mayGoOn(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message);
    return position === null ? message.startsWith('Unexpected end') : Number(position[1]) >= prefix.length;
  }
}
