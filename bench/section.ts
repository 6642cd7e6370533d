import type { Progress } from '../deployment/local/progress.js';
import type { Environment } from './environment.js';
import type { Teardown } from './teardown.js';

/** What a part of the bench found: its tables as Markdown, and the goals of the project that it answers. */
export interface Section {
  readonly title: string;
  readonly tables: readonly string[];
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What a section works with. */
export interface Bench {
  /** The project's folder. */
  readonly root: string;
  /** How often what takes long is done; the median counts. */
  readonly runs: number;
  readonly progress: Progress;
  /** Ends when the bench does, Ctrl-C included. */
  readonly teardown: Teardown;
  /** The product, started by the first section that asks for it. */
  environment(): Promise<Environment>;
  /** Ends it, for sections that want the machine for themselves. */
  endEnvironment(): Promise<void>;
}

export type Measure = (bench: Bench) => Promise<Section>;
