/** What may be lost: a hint that a session moved, or a line of progress for a person who watches. */
export type LiveMessage =
  | { readonly kind: 'transition'; readonly sessionId: string; readonly seq: number; readonly state: string }
  | { readonly kind: 'progress'; readonly sessionId: string; readonly stage: string; readonly message: string; readonly at: string };

/** Live messages between processes. The truth stays in the SessionStore. */
export interface Events {
  publish(message: LiveMessage): Promise<void>;
  /** Messages of one session from now on; the returned function ends the subscription. */
  subscribe(sessionId: string, listener: (message: LiveMessage) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
