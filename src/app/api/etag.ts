import { header } from './access.js';
import type { ApiRequest } from './api.js';

/** True if the client has this version: RFC 9110 If-None-Match, compared weakly. */
export function notModified(request: Pick<ApiRequest, 'headers'>, etag: string): boolean {
  const known = header(request, 'if-none-match');
  if (known === undefined) return false;
  return known.trim() === '*' || known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}
