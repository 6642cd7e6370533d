import type { Clock } from '../../src/ports/clock.js';

/** A clock that stands still until it is told to go on. `sleep` returns at once and moves it. */
export class FakeClock implements Clock {
  private at: number;

  constructor(start = '2026-01-01T00:00:00Z') {
    this.at = Date.parse(start);
  }

  now(): Date {
    return new Date(this.at);
  }

  advance(ms: number): void {
    this.at += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.at += ms;
  }
}
