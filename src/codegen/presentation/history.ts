/** One revision of a specification, and what it changed of the one before; nothing of the first. */
export interface Revision {
  readonly number: number;
  readonly version: string;
  readonly changes: readonly string[];
}

/** What to say of a revision: the changes, or that it was the first, or the same again. */
export function changesOf({ number, changes }: Revision): readonly string[] {
  if (changes.length > 0) return changes;
  return [number === 1 ? 'First specification.' : 'Nothing has changed.'];
}

/** The newest first. */
export function newestFirst(history: readonly Revision[]): readonly Revision[] {
  return history.toSorted((a, b) => b.number - a.number);
}
