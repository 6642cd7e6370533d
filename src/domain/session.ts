import type { Checkpoint, Score } from './checkpoint.js';

/** sha256 in lower-case hex: the address of an artifact. */
export type Digest = string;

export const WORKING_STATES = ['specifying', 'coding', 'testing', 'opening_uat', 'packaging'] as const;
export const WAITING_STATES = ['spec_review', 'code_review', 'uat'] as const;
export const ENDED_STATES = ['delivered', 'failed', 'cancelled', 'expired'] as const;

/** A state in which the system works under a lease; each is also the name of a stage. */
export type Stage = (typeof WORKING_STATES)[number];
export type WaitingState = (typeof WAITING_STATES)[number];
export type EndedState = (typeof ENDED_STATES)[number];
export type SessionState = Stage | WaitingState | EndedState;

export const isWorking = (state: SessionState): state is Stage => (WORKING_STATES as readonly string[]).includes(state);
export const isEnded = (state: SessionState): state is EndedState => (ENDED_STATES as readonly string[]).includes(state);

/** What the sessions of this installation may cost before they stop at their best checkpoint and ask. */
export interface Budget {
  /** Repairs after a red verdict, counted since the person last spoke. */
  readonly repairRounds: number;
  /** LLM tokens, input and output together, for the whole session. */
  readonly tokens: number;
  /** Money, in the currency of the prices; unlimited when left out. */
  readonly cost?: number;
  /** That the session is worked on, in all; unlimited when left out. */
  readonly minutes?: number;
  /** Share of a budget, below 1, at which a person is asked (src/domain/spending.ts). */
  readonly softCap?: number;
  /** There is a second, larger model for repairs that are stuck. */
  readonly strong?: boolean;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly llmCalls: number;
  /** Money, in the currency of the prices; left out when the model has no price. */
  readonly cost?: number;
}

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, llmCalls: 0 };

/** Why a session failed or stopped to ask, for a person. */
export interface Note {
  readonly code: string;
  readonly message: string;
}

/**
 * The state of one session: ids, versions and digests only. Texts, trees, reports and zips
 * are artifacts; `version` equals the `seq` of the session's last event.
 */
export interface Session {
  readonly id: string;
  readonly version: number;
  readonly state: SessionState;
  readonly odooVersion: string;
  /** BCP 47 tag of the person's language, e.g. `en` or `de-AT`. */
  readonly language: string;
  readonly budget: Budget;
  readonly usage: Usage;
  /** Repairs since the person last spoke. */
  readonly repairRounds: number;
  /** Modules that were tested and red since the person last said something new, oldest first; the best of them is kept. */
  readonly tried: readonly Checkpoint[];
  /** The present repair is the second model's. */
  readonly strong: boolean;
  /** The person has been asked at the soft cap, and sent the session on. */
  readonly maySpendAll: boolean;
  /** Milliseconds in working states, waiting for a place included; the present stage not yet. */
  readonly workedMs: number;
  /** Runs of the present stage that ended in an infrastructure error; reset by each transition to another state. */
  readonly attempts: number;
  /** Prose as sent; null when a spec was sent. */
  readonly requirements: Digest | null;
  /** The current ModuleSpec (canonical JSON), and how many there have been. */
  readonly spec: Digest | null;
  readonly specRevision: number;
  /** How much it asks for (src/domain/quote.ts); null while there is none. */
  readonly size: number | null;
  /** What changed from the revision before: artifact with a list of sentences. */
  readonly specChanges: Digest | null;
  /** What the person said last and the system has not yet worked in. */
  readonly feedback: Digest | null;
  /** Module tree (codec: src/codegen/tree.ts), its frozen acceptance tests, the last verdict on it, and the delivered zip. */
  readonly module: Digest | null;
  readonly acceptanceTests: Digest | null;
  readonly report: Digest | null;
  /** Slug of the live UAT instance. */
  readonly uatSlug: string | null;
  readonly zip: Digest | null;
  readonly note: Note | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When an idle session ends by itself. */
  readonly expiresAt: string;
}

export type SpecDecision = 'approve' | 'modify' | 'reject';
export type CodeDecision = 'accept' | 'modify';
export type UatDecision = 'approve' | 'reject';

/** All that can happen to a session. What people send and what working steps report go the same way. */
export type Command =
  | { readonly type: 'submit'; readonly odooVersion: string; readonly language: string; readonly budget: Budget; /** idle seconds after which it ends by itself; 7 days when left out */ readonly ttlSeconds?: number; readonly requirements: Digest | null; /** a ModuleSpec that was sent instead of prose */ readonly spec: Digest | null }
  | { readonly type: 'spec_written'; readonly spec: Digest; readonly changes: Digest | null; readonly usage: Usage; /** of the specification */ readonly size?: number }
  | { readonly type: 'review_spec'; readonly decision: SpecDecision; readonly feedback: Digest | null }
  | { readonly type: 'module_written'; readonly module: Digest; readonly acceptanceTests: Digest; readonly usage: Usage }
  | { readonly type: 'module_tested'; readonly green: boolean; readonly report: Digest; readonly usage: Usage; /** left out when nothing is known of it */ readonly score?: Score; /** tests that were written anew because they noticed nothing */ readonly acceptanceTests?: Digest }
  | { readonly type: 'review_code'; readonly decision: CodeDecision; readonly feedback: Digest | null }
  | { readonly type: 'uat_opened'; readonly slug: string; /** it is not the first one, and what became of that */ readonly note?: Note }
  /** The instance that a person tries has ended before its time: another one is opened. */
  | { readonly type: 'uat_lost'; readonly note: Note }
  | { readonly type: 'review_uat'; readonly decision: UatDecision; readonly feedback: Digest | null }
  | { readonly type: 'module_packed'; readonly zip: Digest }
  /** The stage ended in an error that another try may cure; below the limit of attempts the state stays. */
  | { readonly type: 'stage_failed'; readonly note: Note; readonly retryable: boolean; readonly usage: Usage }
  | { readonly type: 'cancel' }
  | { readonly type: 'expire' };

export type CommandType = Command['type'];

/** Runs of one stage that may end in an infrastructure error before a person is asked. */
export const MAX_STAGE_ATTEMPTS = 3;

export interface SessionEvent {
  readonly sessionId: string;
  /** 1, 2, 3 …, equal to the version of the session after it. */
  readonly seq: number;
  readonly type: CommandType;
  readonly from: SessionState | null;
  readonly to: SessionState;
  readonly note: Note | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}
