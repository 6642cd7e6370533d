/** What one region of Lightsail holds, in the shapes of its answers. */
export interface Region {
  readonly instances: Record<string, Json>;
  readonly staticIps: Record<string, Json>;
  readonly keyPairs: Record<string, Json>;
  readonly snapshots: Record<string, Json>;
}

export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Region = { instances: {}, staticIps: {}, keyPairs: {}, snapshots: {} };

/**
 * A region whose readers lag behind: for so many reads of each kind after a change they are shown what was before it.
 * Changes themselves are refused or done by what is true.
 */
export class LaggingRegion {
  /** Public halves by name; no answer tells them. */
  readonly importedKeys = new Map<string, string>();
  private readonly true: Region = structuredClone(EMPTY);
  private seen: Region = structuredClone(EMPTY);
  private stale = 0;

  constructor(private readonly lag: number, private readonly isRunning: (instance: string) => boolean = () => true) {}

  /** What is true: for changes, and for tests. */
  get now(): Region {
    return this.true;
  }

  /** What a reader is shown. */
  read(): Region {
    if (this.stale > 0) this.stale -= 1;
    else this.seen = structuredClone(this.true);
    return this.seen;
  }

  /** Instances that were seen pending run at the next look, if what is behind them does. */
  readInstances(): Region {
    const seen = structuredClone(this.read());
    for (const [name, { state }] of Object.entries(seen.instances)) {
      const instance = this.true.instances[name];
      if ((state as { readonly name: string }).name === 'pending' && instance !== undefined && this.isRunning(name)) this.true.instances[name] = { ...instance, state: { code: 16, name: 'running' } };
    }
    return seen;
  }

  changed(): void {
    this.stale = this.lag;
  }
}
