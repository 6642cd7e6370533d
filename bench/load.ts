import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './statistics.js';

/** One request: its HTTP status. The body is read to the end, as a frontend would. */
export type Send = (index: number) => Promise<number>;

export interface Load {
  /** Milliseconds of each request. */
  readonly times: readonly number[];
  /** How many requests were answered with it, by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** From the first request's start to the last one's end. */
  readonly seconds: number;
}

export interface Figures {
  readonly requests: number;
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

/** Loads that came one after another as one: the pauses between them do not count. */
export function together(loads: readonly Load[]): Load {
  const statuses: Record<string, number> = {};
  for (const load of loads) for (const [status, count] of Object.entries(load.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  return { times: loads.flatMap(({ times }) => times), statuses, seconds: loads.reduce((sum, load) => sum + load.seconds, 0) };
}

/** @throws RangeError when there was no request */
export function figures({ times, seconds }: Load): Figures {
  return { requests: times.length, perSecond: times.length / seconds, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** A figure for requests that were refused would be a figure for something else. @throws Error that counts what came instead */
export function mustAllAnswer(status: number, what: string, { statuses }: Load): void {
  if (Object.keys(statuses).every((each) => each === String(status))) return;
  const counts = Object.entries(statuses).map(([each, count]) => `${count} x ${each}`);
  throw new Error(`${what} should answer ${status} to every request; it answered ${counts.join(', ')}`);
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
    return { times: this.times, statuses: this.statuses, seconds: (performance.now() - this.began) / 1000 };
  }
}
