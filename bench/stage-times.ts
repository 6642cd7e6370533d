import { isWorking, type SessionEvent, type Stage } from '../src/domain/session.js';

/** Milliseconds that a session spent in each stage, summed over its visits, in the order of the first ones. */
export function stageTimes(events: readonly Pick<SessionEvent, 'to' | 'at'>[]): ReadonlyMap<Stage, number> {
  const times = new Map<Stage, number>();
  for (const [index, { to, at }] of events.entries()) {
    const next = events[index + 1];
    if (next !== undefined && isWorking(to)) times.set(to, (times.get(to) ?? 0) + Date.parse(next.at) - Date.parse(at));
  }
  return times;
}
