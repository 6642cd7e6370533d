import type { Events, LiveMessage } from '../../src/ports/events.js';

/** Live messages inside one process; keeps what was published. */
export class MemoryEvents implements Events {
  readonly published: LiveMessage[] = [];
  private readonly listeners = new Map<string, Set<(message: LiveMessage) => void>>();

  async publish(message: LiveMessage): Promise<void> {
    this.published.push(message);
    for (const listener of this.listeners.get(message.sessionId) ?? []) listener(message);
  }

  async subscribe(sessionId: string, listener: (message: LiveMessage) => void): Promise<() => Promise<void>> {
    const listeners = this.listeners.get(sessionId) ?? new Set();
    this.listeners.set(sessionId, listeners.add(listener));
    return async () => {
      listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.listeners.clear();
  }
}
