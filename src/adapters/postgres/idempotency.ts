import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { BuilderError } from '../../domain/errors.js';
import type { Command, Session } from '../../domain/session.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The session as the first request with this key left it, or null when there was none.
 * @throws BuilderError user `idempotency_key_reused` (422) when the key came with another command
 */
export async function firstOutcome(client: PoolClient, sessionId: string, key: string, command: Command): Promise<Session | null> {
  const { rows } = await client.query<{ command_digest: string; outcome: Session }>(
    'SELECT command_digest, outcome FROM omb.idempotency WHERE session_id = $1 AND key_digest = $2',
    [sessionId, sha256(key)],
  );
  const row = rows[0];
  if (row === undefined) return null;
  if (row.command_digest === sha256(JSON.stringify(command))) return row.outcome;
  throw new BuilderError('user', 'idempotency_key_reused', 'This Idempotency-Key was used with another request. Use a new key for a new request.', { status: 422 });
}

export async function rememberOutcome(client: PoolClient, sessionId: string, key: string, command: Command, outcome: Session): Promise<void> {
  await client.query('INSERT INTO omb.idempotency (session_id, key_digest, command_digest, outcome) VALUES ($1, $2, $3, $4)', [sessionId, sha256(key), sha256(JSON.stringify(command)), JSON.stringify(outcome)]);
}
