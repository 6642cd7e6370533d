import type { PoolClient } from 'pg';
import { decide } from '../../domain/decide.js';
import { BuilderError } from '../../domain/errors.js';
import type { Applied, NewSession } from '../../ports/session-store.js';
import { insertArtifact } from './artifact-store.js';
import { firstOutcome, rememberOutcome } from './idempotency.js';
import { appendEvent } from './session-event.js';

/** Begins a session; a rival with the same id waits at the insert, and then sees what the first one did. */
export async function createSession(client: PoolClient, input: NewSession, now: Date, notify: boolean): Promise<Applied> {
  const { session, event } = decide(null, input.command, now, input.id);
  const inserted = await client.query(
    'INSERT INTO omb.session (id, version, state, body, token_digest, expires_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [session.id, session.version, session.state, JSON.stringify(session), input.tokenDigest, session.expiresAt],
  );
  if (inserted.rowCount === 0) {
    const first = input.idempotencyKey === undefined ? null : await firstOutcome(client, input.id, input.idempotencyKey, input.command);
    if (first !== null) return { session: first, replayed: true };
    throw new BuilderError('conflict', 'session_exists', 'A session with this sessionId exists. Choose a new one for each session.');
  }
  for (const artifact of input.artifacts ?? []) await insertArtifact(client, session.id, artifact);
  await appendEvent(client, event, input.command, notify);
  if (input.idempotencyKey !== undefined) await rememberOutcome(client, session.id, input.idempotencyKey, input.command, session);
  return { session, replayed: false };
}
