import { systemClock } from '../../src/adapters/system-clock.js';

test('a sleep that is aborted ends at once with the very reason of the abort', async () => {
  const reason = new Error('the lease is lost');
  const stopped = new AbortController();
  const asleep = systemClock.sleep(60_000, stopped.signal);
  stopped.abort(reason);
  await expect(asleep).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('a sleep takes its time', async () => {
  const began = performance.now();
  await systemClock.sleep(50);
  expect(performance.now() - began).toBeGreaterThan(45);
});
