import type { Session as SseSession } from 'better-sse';
import type { App } from '../app/app.js';
import { isEnded } from '../domain/session.js';
import type { LiveMessage } from '../ports/events.js';

/** How often the store is looked at although nothing was heard: live messages may get lost. */
const LOOK_MS = 10_000;

/** One watcher's stream: live messages only say when to read on in the store, so nothing is missed and nothing comes twice. */
export class EventFeed {
  private unsubscribe: (() => Promise<void>) | null = null;
  private timer: NodeJS.Timeout | null = null;
  private reading: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(private readonly app: App, private readonly sessionId: string, private seq: number, private readonly stream: SseSession, private readonly finish: () => void) {}

  /** Subscribes first and reads then: what happens in between is announced, and read. */
  async start(): Promise<void> {
    const unsubscribe = await this.app.events.subscribe(this.sessionId, (message) => this.hear(message));
    if (this.ended) return unsubscribe();
    this.unsubscribe = unsubscribe;
    this.timer = setInterval(() => void this.read(), LOOK_MS);
    await this.read();
  }

  async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.unsubscribe?.();
    if (this.stream.isConnected) this.finish();
  }

  private hear(message: LiveMessage): void {
    if (message.kind === 'transition') void this.read();
    // A progress line has no place in the sequence: it repeats the id before it.
    else if (!this.ended && this.stream.isConnected) this.stream.push({ stage: message.stage, message: message.message, at: message.at }, 'progress', String(this.seq));
  }

  /** One reading at a time; a call during one reads on after it. */
  private read(): Promise<void> {
    this.reading = this.reading.then(() => this.catchUp()).catch((error: unknown) => this.app.log.warn({ err: error, sessionId: this.sessionId }, 'events could not be read, trying again soon'));
    return this.reading;
  }

  private async catchUp(): Promise<void> {
    if (this.ended) return;
    const events = await this.app.store.events(this.sessionId, this.seq);
    for (const event of events) {
      if (this.ended || !this.stream.isConnected) return;
      this.seq = event.seq;
      this.stream.push(event, 'transition', String(event.seq));
      if (isEnded(event.to)) return this.end();
    }
  }
}
