import type { Look } from '../../../domain/observation.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { watchDisk } from '../disk-limit.js';
import type { Conversation } from './conversation.js';

/** Each of the two parts of a look; on 2 busy cores the longer one took 50 s for a module of 5 models. */
const MAX_PART_MS = 240_000;

/** Holds a part of the look by the walls that hold the tests: a cron that never ends is stopped like a test that never ends. */
export async function withinWalls<T>(sandbox: Sandbox, talk: Conversation, { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal }, work: () => Promise<T>): Promise<{ readonly done: T; readonly stopped: Look['stopped'] }> {
  let stopped: Look['stopped'] = null;
  const stop = (why: Look['stopped']): void => {
    stopped ??= why;
    void talk.stop().catch(() => undefined);
  };
  const timer = setTimeout(() => stop('time'), Math.min(timeoutMs, MAX_PART_MS));
  const unwatch = watchDisk(sandbox, () => stop('disk'));
  const onAbort = (): void => stop('time');
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const done = await work();
    signal?.throwIfAborted();
    return { done, stopped };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(timer);
    unwatch();
  }
}
