type Stop = () => Promise<void>;

/** What has to end before the process does, the last begun first; each ends once, whoever asks. */
export class Teardown {
  private readonly stops = new Set<Stop>();

  /** @returns ends it now */
  add(stop: Stop): Stop {
    let ending: Promise<void> | null = null;
    const once = (): Promise<void> => {
      this.stops.delete(once);
      return (ending ??= stop());
    };
    this.stops.add(once);
    return once;
  }

  /** Ends all; one that fails does not keep the others. Returns what failed. */
  async all(): Promise<readonly unknown[]> {
    const errors: unknown[] = [];
    for (const stop of [...this.stops].reverse()) await stop().catch((error: unknown) => errors.push(error));
    return errors;
  }
}
