import type { PastSession } from '../domain/quote.js';
import type { Command, Session, SessionEvent, Stage } from '../domain/session.js';

/** The right to work on one stage of one session; a commit needs the fence that was taken. */
export interface StageLease {
  readonly sessionId: string;
  readonly stage: Stage;
  /** Grows by one each time the lease is taken: a former holder's commit is refused. */
  readonly fence: number;
  readonly expiresAt: Date;
}

/** Content that is stored if, and only if, the command that it belongs to is committed. */
export interface NewArtifact {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ApplyOptions {
  /** Compare-and-set: refuse (conflict `stale_version`) unless the session is at this version. */
  readonly expectedVersion?: number;
  /** For commands of a working step: refuse (conflict `lease_lost`) unless this fence is the present one. */
  readonly lease?: StageLease;
  /** The same key with the same command answers with the first outcome; with another command it is a user error `idempotency_key_reused`. */
  readonly idempotencyKey?: string;
  /** What the person sent along; commands name it by digest. */
  readonly artifacts?: readonly NewArtifact[];
}

export interface NewSession {
  readonly id: string;
  /** sha256 of the bearer token. */
  readonly tokenDigest: string;
  readonly command: Extract<Command, { type: 'submit' }>;
  readonly idempotencyKey?: string;
  readonly artifacts?: readonly NewArtifact[];
}

/** What a command did. `replayed`: it had been done before under the same idempotency key; nothing happened now. */
export interface Applied {
  readonly session: Session;
  readonly replayed: boolean;
}

/** The truth about sessions. One transition = one transaction: compare-and-set, one event, one idempotency row. */
export interface SessionStore {
  /** @throws BuilderError conflict `session_exists` when the id is taken (and this is no replay). */
  create(input: NewSession): Promise<Applied>;
  find(id: string): Promise<Session | null>;
  /** True if the token opens the session; false too when there is no such session (constant time over both). */
  authorised(id: string, token: string): Promise<boolean>;
  /** 32 random bytes, the same in every process of an installation (docs/decisions/0003-session-token.md). */
  tokenKey(): Promise<Uint8Array>;
  /** @throws BuilderError conflict `not_allowed` | `stale_version` | `lease_lost`, user `session_not_found` | `idempotency_key_reused`, bug `lease_required` (a working step's command without a lease) */
  apply(id: string, command: Command, options?: ApplyOptions): Promise<Applied>;
  events(id: string, afterSeq: number, limit?: number): Promise<readonly SessionEvent[]>;
  /** Takes the stage's lease if the session is in that state and no live lease is held; else null. */
  takeLease(id: string, stage: Stage, ttlMs: number): Promise<StageLease | null>;
  /** False when the lease was lost (taken by another, session moved on or cancelled): stop working. */
  renewLease(lease: StageLease, ttlMs: number): Promise<boolean>;
  releaseLease(lease: StageLease): Promise<void>;
  /** Sessions in a working state without a live lease, untouched for `idleMs`, to be driven again. */
  stalled(idleMs: number, limit: number): Promise<readonly Session[]>;
  /** What delivered sessions have cost, the last ones first. */
  history(limit: number): Promise<readonly PastSession[]>;
  /** Sessions that have not ended and are past `expiresAt`. */
  overdue(limit: number): Promise<readonly Session[]>;
}
