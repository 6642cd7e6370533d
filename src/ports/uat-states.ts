/** What is in a live instance: what a person entered there. Nobody but Odoo's own user in a sandbox ever reads it. */
export interface UatState {
  /** `pg_dump` in its custom format. */
  readonly database: Uint8Array;
  /** A tar of Odoo's filestore; null when all attachments are in the database. */
  readonly filestore: Uint8Array | null;
}

/** The instance that a session had before: how the person gets in, and what was kept of it. */
export interface EarlierUat {
  readonly login: string;
  readonly password: string;
  /** Null when nothing was entered, or nothing was kept yet. */
  readonly state: (UatState & { readonly keptAt: Date }) | null;
}

/** An instance in which a person works at the moment. */
export interface WatchedUat {
  readonly sessionId: string;
  readonly sandboxId: string;
  readonly host: string;
  readonly leaseId: string;
  readonly fence: number;
  /** Milliseconds to the end of the person's time. */
  readonly leftMs: number;
  /** Its host is to be empty within a minute. */
  readonly mustLeave: boolean;
  /** Rows written in its database: at the last look, and when its state was last kept. */
  readonly seen: number;
  readonly kept: number;
  /** Milliseconds since it was kept, or since the instance began. */
  readonly keptForMs: number;
}

export interface LostUat {
  readonly sessionId: string;
  readonly version: number;
  /** Null when nothing was entered. */
  readonly keptAt: Date | null;
}

/** The states of live instances, for all processes. One a session, the last one. */
export interface UatStates {
  /** An instance is up. A state that was kept of the same module stays. `written`: rows in its database so far. */
  begin(entry: { readonly sessionId: string; readonly module: string; readonly login: string; readonly password: string; readonly lifeMs: number; readonly written: number }): Promise<void>;
  /** Each live instance that was not looked at for so long: to one caller only. */
  watch(everyMs: number): Promise<readonly WatchedUat[]>;
  seen(sessionId: string, written: number): Promise<void>;
  keep(sessionId: string, state: UatState, written: number): Promise<void>;
  /** Of an instance with this very module; null when there was none. */
  find(sessionId: string, module: string): Promise<EarlierUat | null>;
  /** Milliseconds to the end of the person's time; null when no instance was opened. */
  leftMs(sessionId: string): Promise<number | null>;
  /** Sessions whose person waits before an instance that has ended too early, if there is a place for another one. */
  lost(): Promise<readonly LostUat[]>;
  /** Forgets those of sessions that have gone on. */
  forget(): Promise<void>;
}
