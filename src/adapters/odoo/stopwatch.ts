/** Milliseconds by step; steps may run side by side. */
export class Stopwatch {
  private readonly times: Record<string, number> = {};

  async time<T>(step: string, work: Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work;
    } finally {
      this.times[step] = Math.round(performance.now() - began);
    }
  }

  durations(): Readonly<Record<string, number>> {
    return { ...this.times };
  }
}
