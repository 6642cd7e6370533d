import type { PoolClient } from 'pg';
import type { Command, CommandType, Note, SessionEvent, SessionState } from '../../domain/session.js';
import { EVENTS_CHANNEL } from './events-channel.js';

export interface EventRow {
  session_id: string;
  seq: number;
  type: CommandType;
  from_state: SessionState | null;
  to_state: SessionState;
  note: Note | null;
  at: Date;
}

export const toEvent = (row: EventRow): SessionEvent => ({
  sessionId: row.session_id, seq: row.seq, type: row.type, from: row.from_state, to: row.to_state, note: row.note, at: row.at.toISOString(),
});

const INSERT = 'INSERT INTO omb.session_event (session_id, seq, type, from_state, to_state, note, command, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)';

/** Appends the event and, with `notify`, announces it at the moment of the commit. */
export async function appendEvent(client: PoolClient, event: SessionEvent, command: Command, notify: boolean): Promise<void> {
  const values = [event.sessionId, event.seq, event.type, event.from, event.to, event.note === null ? null : JSON.stringify(event.note), JSON.stringify(command), event.at];
  if (!notify) return void (await client.query(INSERT, values));
  const message = { kind: 'transition', sessionId: event.sessionId, seq: event.seq, state: event.to };
  await client.query(`WITH appended AS (${INSERT}) SELECT pg_notify($9, $10)`, [...values, EVENTS_CHANNEL, JSON.stringify(message)]);
}
