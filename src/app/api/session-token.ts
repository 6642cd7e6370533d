import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { App } from '../app.js';

export interface SessionToken {
  /** 32 bytes as base64url; answered once, never stored. */
  readonly token: string;
  readonly digest: string;
}

/**
 * The bearer token of a new session. With an Idempotency-Key it is derived from it, so that a repeated
 * submission is answered with the same token (docs/decisions/0003-session-token.md).
 */
export async function sessionToken(app: App, sessionId: string, key: string | undefined): Promise<SessionToken> {
  const bytes = key === undefined ? randomBytes(32) : createHmac('sha256', await app.store.tokenKey()).update(JSON.stringify([sessionId, key])).digest();
  const token = bytes.toString('base64url');
  return { token, digest: createHash('sha256').update(token).digest('hex') };
}
