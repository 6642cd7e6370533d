/** Postgres' channel for live messages. */
export const EVENTS_CHANNEL = 'omb_events';
