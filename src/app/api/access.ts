import { BuilderError } from '../../domain/errors.js';
import type { App } from '../app.js';
import type { ApiRequest } from './api.js';

/** The first value of a header, or undefined. */
export function header(request: Pick<ApiRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Unknown session and foreign session are one answer, byte for byte. */
export const sessionNotFound = (): BuilderError =>
  new BuilderError('user', 'session_not_found', 'There is no such session, or this is not its token.', { status: 404 });

/** @throws BuilderError user `token_missing` (401) | `session_not_found` (404) */
export async function requireToken(app: App, request: Pick<ApiRequest, 'headers'>, sessionId: string): Promise<void> {
  const token = /^Bearer +([\w-]{20,200})$/i.exec(header(request, 'authorization') ?? '')?.[1];
  if (token === undefined) {
    throw new BuilderError('user', 'token_missing', 'Send the token that the session was answered with: "Authorization: Bearer <token>".', { status: 401 });
  }
  if (!(await app.store.authorised(sessionId, token))) throw sessionNotFound();
}

/** @throws BuilderError user `invalid_idempotency_key` */
export function idempotencyKey(request: Pick<ApiRequest, 'headers'>): string | undefined {
  const key = header(request, 'idempotency-key');
  if (key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new BuilderError('user', 'invalid_idempotency_key', 'An Idempotency-Key has 1 to 200 visible ASCII characters and no space. A UUID, new for each request, is best.');
}
