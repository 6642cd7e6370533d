import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { Events, LiveMessage } from '../../ports/events.js';

type Listener = (message: LiveMessage) => void;

const channel = (sessionId: string): string => `omb:session:${sessionId}`;

/** Live messages over Redis' publish/subscribe; ioredis reconnects and subscribes anew by itself. */
export class RedisEvents implements Events {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor(at: RedisOptions, log: Logger) {
    this.publisher = new Redis({ ...at, lazyConnect: true, connectTimeout: 2000, disconnectTimeout: 200, maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 2000 });
    this.subscriber = new Redis({ ...at, lazyConnect: true, connectTimeout: 2000, disconnectTimeout: 200, maxRetriesPerRequest: null });
    for (const each of [this.publisher, this.subscriber]) each.on('error', (error: Error) => log.warn({ err: error }, 'Redis does not answer'));
    this.subscriber.on('message', (_name: string, payload: string) => this.deliver(payload));
  }

  /** What Redis cannot take now is lost, as live messages may be: nobody waits for it. */
  async publish(message: LiveMessage): Promise<void> {
    if (this.publisher.status === 'wait') await this.publisher.connect().catch(() => {});
    if (this.publisher.status !== 'ready') return;
    await this.publisher.publish(channel(message.sessionId), JSON.stringify(message)).catch(() => 0);
  }

  async subscribe(sessionId: string, listener: Listener): Promise<() => Promise<void>> {
    const mine = this.listeners.get(sessionId) ?? new Set<Listener>();
    this.listeners.set(sessionId, mine.add(listener));
    if (mine.size === 1) {
      const subscribed = this.subscriber.subscribe(channel(sessionId)).catch(() => 0);
      // Redis away: ioredis subscribes once it is back; nobody waits for that.
      await Promise.race([subscribed, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    }
    return async () => {
      mine.delete(listener);
      if (mine.size > 0 || this.listeners.get(sessionId) !== mine) return;
      this.listeners.delete(sessionId);
      await Promise.race([this.subscriber.unsubscribe(channel(sessionId)).catch(() => 0), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    };
  }

  async close(): Promise<void> {
    this.listeners.clear();
    this.publisher.disconnect();
    this.subscriber.disconnect();
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
