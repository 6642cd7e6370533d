/** `phrase(name)` for the known name that is closest to a mistyped one; empty when none is close. */
export function nearest(typed: string, known: Iterable<string>, phrase: (name: string) => string = (name) => `Did you mean \`${name}\`?`): string {
  const allowed = Math.max(1, Math.floor(typed.length / 3));
  let best: string | null = null;
  let least = allowed + 1;
  for (const name of known) {
    if (Math.abs(name.length - typed.length) >= least) continue;
    const steps = distance(typed.toLowerCase(), name.toLowerCase());
    if (steps < least) [best, least] = [name, steps];
  }
  return best === null || best === typed ? '' : phrase(best);
}

/** Insertions, deletions and replacements from one text to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
