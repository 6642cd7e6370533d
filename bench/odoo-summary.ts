export interface OdooSummary {
  readonly failed: number;
  readonly errors: number;
  readonly run: number;
}

/** Odoo's own count at the end of a run with tests, the last one when there are several; null when there is none. */
export function odooSummary(log: string): OdooSummary | null {
  const counts = [...log.matchAll(/(\d+) failed, (\d+) error\(s\) of (\d+) tests/g)].at(-1);
  return counts === undefined ? null : { failed: Number(counts[1]), errors: Number(counts[2]), run: Number(counts[3]) };
}

/** @throws Error with the end of the log unless tests were run and all are green */
export function mustBeGreen(what: string, log: string): void {
  const summary = odooSummary(log);
  if (summary !== null && summary.failed + summary.errors === 0 && summary.run > 0) return;
  throw new Error(`${what} did not end green:\n${log.trimEnd().split('\n').slice(-15).join('\n')}`);
}
