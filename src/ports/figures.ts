import type { SessionState, Stage } from '../domain/session.js';
import type { SandboxPurpose } from './sandbox.js';

/** What an operator wants to know of all sessions together, at one moment. Times are seconds. */
export interface Figures {
  readonly sessions: readonly { readonly state: SessionState; readonly count: number }[];
  /** Stages that ended in the last hour, waiting for a worker and a place included. */
  readonly stages: readonly { readonly stage: Stage; readonly count: number; readonly sum: number; readonly median: number; readonly p95: number }[];
  readonly leases: readonly { readonly stage: Stage; readonly count: number }[];
  /** Of the session that has waited longest for a worker; 0 when none waits. */
  readonly oldestUnworked: number;
  readonly waiting: readonly { readonly purpose: SandboxPurpose; readonly count: number; readonly oldest: number }[];
  readonly hosts: readonly { readonly host: string; readonly state: string; readonly purpose: SandboxPurpose; readonly places: number; readonly taken: number }[];
  readonly tokens: { readonly input: number; readonly output: number; readonly calls: number };
  readonly workers: readonly Worker[];
}

export interface Worker {
  readonly name: string;
  readonly executedAt: Date;
  readonly secondsAgo: number;
}

export interface PlaceInLine {
  readonly purpose: SandboxPurpose;
  /** 1 for who is next. */
  readonly place: number;
}

export interface FigureStore {
  /** A process has executed work: the canary of its health. */
  executed(worker: string): Promise<void>;
  /** Those that have executed anything within a day. */
  workers(): Promise<readonly Worker[]>;
  figures(): Promise<Figures>;
  /** Where a session stands among those who wait for a place in the Docker hosts; null when it does not wait. */
  placeInLine(sessionId: string): Promise<PlaceInLine | null>;
}
