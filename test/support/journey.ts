import { setTimeout as sleep } from 'node:timers/promises';
import type { Frontend, StatusBody } from '../../deployment/local/frontend.js';

export const MINUTE = 60_000;
/** Where a session goes no further by itself, unless a test waits for just that. */
const STOPPED = ['delivered', 'failed', 'cancelled', 'expired', 'code_review'];

/** The status when the session has come to one of the states. @throws Error with the session's note when it ended elsewhere */
export async function until(client: Frontend, ...states: string[]): Promise<StatusBody> {
  const status = await client.watch(({ state }) => states.includes(state) || STOPPED.includes(state), 4 * MINUTE);
  if (!states.includes(status.state)) throw new Error(`Expected ${states.join(' or ')}, the session is ${status.state}: ${JSON.stringify(status.note)} ${JSON.stringify(status['report'])}`);
  return status;
}

/** n8n may still be registering its webhooks after a restart. */
export async function answered(call: () => Promise<{ readonly status: number }>): Promise<void> {
  const end = Date.now() + MINUTE;
  for (;;) {
    const status = await call().then((answer) => answer.status, () => 0);
    if (status === 202) return;
    if (Date.now() > end) throw new Error(`The last answer was ${status}`);
    await sleep(500);
  }
}
