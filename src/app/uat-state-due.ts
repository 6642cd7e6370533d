/** A state is 14 MB or more, and some seconds' work beside the person's own. */
const SHORTEST_MS = 60_000;
/** Who works without a pause loses this much at most. */
const LONGEST_MS = 5 * 60_000;

export interface UatLook {
  /** Rows written in the instance's database: now, at the last look, and when its state was kept. */
  readonly written: number;
  readonly seen: number;
  readonly kept: number;
  /** Milliseconds since then. */
  readonly keptForMs: number;
  /** The host is to be empty soon. */
  readonly mustLeave: boolean;
}

/** Whether the state of a live instance is to be kept now: something was entered, and the person has paused since the last look, or has gone on for long. Pure. */
export function isStateDue({ written, seen, kept, keptForMs, mustLeave }: UatLook): boolean {
  if (written === kept) return false;
  if (mustLeave) return true;
  return keptForMs >= (written === seen ? SHORTEST_MS : LONGEST_MS);
}
