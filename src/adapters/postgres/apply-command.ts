import type { PoolClient } from 'pg';
import { allowedActions } from '../../domain/allowed-actions.js';
import { decide } from '../../domain/decide.js';
import { BuilderError } from '../../domain/errors.js';
import type { Command, CommandType, Session } from '../../domain/session.js';
import type { Applied, ApplyOptions } from '../../ports/session-store.js';
import { insertArtifact } from './artifact-store.js';
import { firstOutcome, rememberOutcome } from './idempotency.js';
import { appendEvent } from './session-event.js';
import { holdsLease } from './stage-leases.js';

/** What a working step reports: only the holder of the stage's lease may. */
const OF_A_STAGE: readonly CommandType[] = ['spec_written', 'module_written', 'module_tested', 'uat_opened', 'module_packed', 'stage_failed'];

/** One transition in the caller's transaction. Order of locks: the session, then its lease. */
export async function applyCommand(client: PoolClient, id: string, command: Command, options: ApplyOptions, now: Date, notify: boolean): Promise<Applied> {
  const { rows } = await client.query<{ body: Session }>('SELECT body FROM omb.session WHERE id = $1 FOR UPDATE', [id]);
  const current = rows[0]?.body;
  if (current === undefined) throw new BuilderError('user', 'session_not_found', 'There is no such session.', { status: 404 });

  const key = options.idempotencyKey;
  const first = key === undefined ? null : await firstOutcome(client, id, key, command);
  if (first !== null) return { session: first, replayed: true };

  await check(client, current, command, options);
  const { session, event } = decide(current, command, now);
  // One way to Postgres and back for both.
  await client.query(
    `WITH lease AS (UPDATE omb.stage_lease SET expires_at = NULL WHERE session_id = $1)
     UPDATE omb.session SET version = $2, state = $3, body = $4, expires_at = $5, touched_at = clock_timestamp() WHERE id = $1`,
    [id, session.version, session.state, JSON.stringify(session), session.expiresAt],
  );
  for (const artifact of options.artifacts ?? []) await insertArtifact(client, id, artifact);
  await appendEvent(client, event, command, notify);
  if (key !== undefined) await rememberOutcome(client, id, key, command, session);
  return { session, replayed: false };
}

async function check(client: PoolClient, current: Session, command: Command, { expectedVersion, lease }: ApplyOptions): Promise<void> {
  const details = { version: current.version, state: current.state, allowedActions: allowedActions(current) };
  if (expectedVersion !== undefined && expectedVersion !== current.version) {
    const where = expectedVersion < current.version ? 'has moved on to' : 'is only at';
    throw new BuilderError('conflict', 'stale_version', `The session ${where} version ${current.version}, this request was made for version ${expectedVersion}. Look at the session as it is now, then decide.`, { details });
  }
  if (lease === undefined && OF_A_STAGE.includes(command.type)) throw new BuilderError('bug', 'lease_required', `The command ${command.type} needs the stage's lease.`);
  if (lease !== undefined && (lease.sessionId !== current.id || !(await holdsLease(client, lease)))) {
    throw new BuilderError('conflict', 'lease_lost', 'Another worker has this stage now, or the session has moved on.', { details });
  }
}
