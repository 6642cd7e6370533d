import { isStateDue, type UatLook } from '../../src/app/uat-state-due.js';

const look = (more: Partial<UatLook>): UatLook => ({ written: 20, seen: 20, kept: 10, keptForMs: 61_000, mustLeave: false, ...more });

test.each<[string, Partial<UatLook>, boolean]>([
  ['is kept when the person pauses', {}, true],
  ['is kept again when the count of rows began anew', { written: 3, seen: 3 }, true],
  ['is not kept when nothing was entered', { written: 10, seen: 10 }, false],
  ['is not kept when nothing was entered, even on a host that is to be empty soon', { written: 10, seen: 10, mustLeave: true }, false],
  ['is not kept twice a minute', { keptForMs: 59_000 }, false],
  ['waits for a pause while the person works', { seen: 15, keptForMs: 299_000 }, false],
  ['is kept after five minutes without a pause', { seen: 15, keptForMs: 300_000 }, true],
  ['is kept at once on a host that is to be empty soon', { seen: 15, keptForMs: 1000, mustLeave: true }, true],
])('the state of a live instance %s', (_what, more, expected) => expect(isStateDue(look(more))).toBe(expected));
