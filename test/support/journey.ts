import { setTimeout as sleep } from 'node:timers/promises';
import type { Frontend, StatusBody } from '../../deployment/local/frontend.js';
import { specToYaml } from '../../src/domain/module-spec/parse.js';
import { shelfSpec } from './shelf-spec.js';

export const MINUTE = 60_000;
/** Where a session goes no further by itself, unless a test waits for just that. */
const STOPPED = ['delivered', 'failed', 'cancelled', 'expired', 'code_review'];

/** The status when the session has come to one of the states. @throws Error with the session's note when it ended elsewhere */
export async function until(client: Frontend, ...states: string[]): Promise<StatusBody> {
  const status = await client.watch(({ state }) => states.includes(state) || STOPPED.includes(state), 8 * MINUTE);
  if (!states.includes(status.state)) throw new Error(`Expected ${states.join(' or ')}, the session is ${status.state}: ${JSON.stringify(status.note)} ${JSON.stringify(status['report'])}`);
  return status;
}

/** The client, when its session has a small specification that is approved. */
export async function approved(client: Frontend): Promise<Frontend> {
  expect((await client.submit({ spec: specToYaml(shelfSpec()) })).status).toBe(202);
  const { version } = await until(client, 'spec_review');
  expect((await client.reviewSpec('approve', { version })).status).toBe(202);
  return client;
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
