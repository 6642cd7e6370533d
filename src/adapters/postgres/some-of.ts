/** At most `count` of the values, each as likely as any other, in no order. Takes as long for a thousand as for ten. Pure but for `random` (0 to 1, below 1). */
export function someOf<T>(values: readonly T[], count: number, random: () => number): readonly T[] {
  if (values.length <= count) return values;
  // Floyd's: one draw a value, never one twice.
  const chosen = new Set<number>();
  for (let last = values.length - count; last < values.length; last += 1) {
    const drawn = Math.floor(random() * (last + 1));
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  return [...chosen].map((index) => values[index] as T);
}
