import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './statistics.js';

/** One request: its HTTP status. The body is read to the end, as a frontend would. */
export type Send = (index: number) => Promise<number>;

export interface Load {
  readonly requests: number;
  /** By HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/** `requests` requests, `atOnce` under way at any time. */
export async function closedLoop(requests: number, atOnce: number, send: Send): Promise<Load> {
  const run = new Run(send);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < requests) await run.one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return run.result();
}

/** `perSecond` requests a second for `seconds`, each at its time whether those before it are answered or not. */
export async function openLoop(perSecond: number, seconds: number, send: Send): Promise<Load> {
  const run = new Run(send);
  const began = performance.now();
  const requests = Array.from({ length: perSecond * seconds }, async (_, index) => {
    const due = (index * 1000) / perSecond;
    await sleep(Math.max(0, due - (performance.now() - began)));
    await run.one(index);
  });
  await Promise.all(requests);
  return run.result();
}

class Run {
  private readonly times: number[] = [];
  private readonly statuses: Record<string, number> = {};
  private readonly began = performance.now();

  constructor(private readonly send: Send) {}

  async one(index: number): Promise<void> {
    const began = performance.now();
    const status = await this.send(index);
    this.times.push(performance.now() - began);
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }

  result(): Load {
    const seconds = (performance.now() - this.began) / 1000;
    return { requests: this.times.length, statuses: this.statuses, perSecond: this.times.length / seconds, p50: percentile(this.times, 0.5), p95: percentile(this.times, 0.95) };
  }
}
