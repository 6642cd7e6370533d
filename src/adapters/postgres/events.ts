import { Client, type Pool } from 'pg';
import type { Logger } from 'pino';
import type { Events, LiveMessage } from '../../ports/events.js';
import { EVENTS_CHANNEL } from './events-channel.js';
import { connectionConfig, type DatabaseConnection } from './pool.js';
import { query } from './transaction.js';

/** NOTIFY takes 8000 bytes, JSON writes some characters with six; the rest of a message is what a person need not read live. */
const MAX_TEXT = 1200;
const RECONNECT_MS = 1000;

type Listener = (message: LiveMessage) => void;

/** Live messages over LISTEN/NOTIFY: one listening connection a process, opened by the first subscription, and again after it is lost. */
export class PostgresEvents implements Events {
  private readonly listeners = new Map<string, Set<Listener>>();
  private connection: Promise<Client> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly pool: Pool, private readonly at: string | DatabaseConnection, private readonly log: Logger) {}

  async publish(message: LiveMessage): Promise<void> {
    const short = message.kind === 'progress' ? { ...message, message: message.message.slice(0, MAX_TEXT) } : message;
    await query(this.pool, 'SELECT pg_notify($1, $2)', [EVENTS_CHANNEL, JSON.stringify(short)]);
  }

  async subscribe(sessionId: string, listener: Listener): Promise<() => Promise<void>> {
    const mine = this.listeners.get(sessionId) ?? new Set<Listener>();
    this.listeners.set(sessionId, mine.add(listener));
    // Who watches goes on without live messages while the database is away.
    await this.listening().catch((error: unknown) => this.lost(error));
    return async () => {
      mine.delete(listener);
      if (mine.size === 0 && this.listeners.get(sessionId) === mine) this.listeners.delete(sessionId);
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    this.listeners.clear();
    const client = await this.connection?.catch(() => null);
    this.connection = null;
    await client?.end().catch(() => {});
  }

  private listening(): Promise<Client> {
    this.connection ??= this.connect();
    return this.connection;
  }

  private async connect(): Promise<Client> {
    const client = new Client({ ...connectionConfig(this.at), keepAlive: true, connectionTimeoutMillis: 10_000, application_name: 'odoo-module-builder events' });
    client.on('error', (error) => this.lost(error));
    client.on('end', () => this.lost(null));
    client.on('notification', ({ payload }) => this.deliver(payload ?? ''));
    await client.connect();
    await client.query(`LISTEN ${EVENTS_CHANNEL}`);
    return client;
  }

  private lost(error: unknown): void {
    this.connection = null;
    if (this.closed || this.retry !== null) return;
    this.log.warn({ err: error }, 'the connection for live messages was lost, trying again');
    this.retry = setTimeout(() => {
      this.retry = null;
      if (!this.closed && this.listeners.size > 0) this.listening().catch((again: unknown) => this.lost(again));
    }, RECONNECT_MS);
    this.retry.unref();
  }

  private deliver(payload: string): void {
    let message: LiveMessage;
    try {
      message = JSON.parse(payload) as LiveMessage;
    } catch {
      return;
    }
    for (const listener of this.listeners.get(message.sessionId) ?? []) listener(message);
  }
}
