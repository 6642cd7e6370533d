import { setTimeout as sleep } from 'node:timers/promises';
import { closedLoop, figures, mustAllAnswer, openLoop, together, type Load } from '../../bench/load.js';

const load = (times: readonly number[], seconds: number, statuses: Record<string, number> = { 200: times.length }): Load => ({ times, seconds, statuses });

describe('a closed loop', () => {
  test('sends each request once and keeps no more than so many under way', async () => {
    const sent: number[] = [];
    let [now, most] = [0, 0];
    const { times, statuses } = await closedLoop(20, 4, async (index) => {
      sent.push(index);
      most = Math.max(most, ++now);
      await sleep(2);
      now--;
      return index % 5 === 0 ? 409 : 202;
    });
    expect(sent.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(4);
    expect(times).toHaveLength(20);
    expect(statuses).toEqual({ 202: 16, 409: 4 });
  });
});

describe('an open loop', () => {
  test('sends at its times although nothing is answered yet', async () => {
    const began = performance.now();
    const starts: number[] = [];
    await openLoop(50, 1, async () => {
      starts.push(performance.now() - began);
      await sleep(300);
      return 200;
    });
    expect(starts).toHaveLength(50);
    // The 20th is due after 380 ms: a loop that waited for answers would have sent two by then.
    expect(starts[19]).toBeGreaterThanOrEqual(370);
    expect(starts.filter((start) => start < 300).length).toBeGreaterThan(2);
  });
});

describe('figures', () => {
  test('rounds count as one load: requests and seconds add up, the pauses between do not', () => {
    const all = together([load([10, 20], 1, { 202: 2 }), load([30, 40], 3, { 202: 1, 503: 1 })]);
    expect(all).toEqual({ times: [10, 20, 30, 40], seconds: 4, statuses: { 202: 3, 503: 1 } });
    expect(figures(all)).toEqual({ requests: 4, perSecond: 1, p50: 20, p95: 40 });
  });

  test('a single refusal among the answers is told, with the counts', () => {
    expect(() => mustAllAnswer(202, 'session-cancel', load([1, 2], 1, { 202: 1, 409: 1 }))).toThrow('session-cancel should answer 202 to every request; it answered 1 x 202, 1 x 409');
    expect(() => mustAllAnswer(202, 'session-cancel', load([1, 2], 1, { 202: 2 }))).not.toThrow();
  });
});
