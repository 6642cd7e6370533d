import { BuilderError, toProblem } from '../../domain/errors.js';
import type { App } from '../app.js';
import type { ApiResponse } from './api.js';

/** Runs a handler; whatever it throws becomes problem+json, and what we did not foresee is logged. */
export async function answer(app: App, handle: () => Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof BuilderError) || error.kind === 'bug') app.log.error({ err: error }, 'a request failed');
    return problem(error);
  }
}

export function problem(error: unknown): ApiResponse {
  const body = toProblem(error);
  return {
    status: body.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(body.status === 401 ? { 'www-authenticate': 'Bearer realm="session"' } : {}),
      ...(body.status === 503 ? { 'retry-after': '5' } : {}),
    },
    body,
    next: null,
  };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers }, body, next: null };
}
