import { setTimeout as sleep } from 'node:timers/promises';

import type { WorkflowFile } from './n8n-rest.js';

const POLL_MS = 100;

/** What is waited for: one n8n, or several under PM2. */
export interface Starting {
  readonly logFile: string;
  /** @throws Error with the log's last lines when it has ended. */
  assertAlive(): Promise<void>;
}

export interface Webhook {
  readonly method: string;
  readonly path: string;
}

/** The production webhooks that these workflows answer on. */
export function webhooksOf(workflows: readonly WorkflowFile[]): Webhook[] {
  return workflows
    .flatMap(({ nodes }) => nodes)
    .filter(({ type }) => type === 'n8n-nodes-base.webhook' || type === 'n8n-nodes-odoo-module-builder.builderTrigger')
    .map(({ parameters }) => ({ method: String(parameters['httpMethod'] ?? 'GET'), path: String(parameters['path']) }));
}

/**
 * Waits until n8n answers on its readiness path: database connected and migrated, server up.
 *
 * @throws Error when n8n ends before, or after `timeoutMs`.
 */
export async function untilReady(n8n: Starting, baseUrl: string, timeoutMs: number): Promise<void> {
  await poll(n8n, timeoutMs, 'to get ready', async () => (await statusOf(`${baseUrl}/healthz/readiness`, 'GET')) === 200);
}

/**
 * Waits until each webhook is registered. A call without the API key is refused (403) by a webhook that is there and
 * answered 404 by one that is not; it starts nothing either way.
 */
export async function untilRegistered(n8n: Starting, baseUrl: string, webhooks: readonly Webhook[], timeoutMs: number): Promise<void> {
  let missing = [...webhooks];
  await poll(n8n, timeoutMs, `to register its webhooks (${missing.map(({ path }) => path).join(', ')})`, async () => {
    const found = await Promise.all(missing.map(async ({ method, path }) => (await statusOf(`${baseUrl}/webhook/${path}`, method)) === 403));
    missing = missing.filter((_, index) => !found[index]);
    return missing.length === 0;
  });
}

async function poll(n8n: Starting, timeoutMs: number, what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await done())) {
    await n8n.assertAlive();
    if (Date.now() > deadline) throw new Error(`n8n took more than ${timeoutMs / 1000} s ${what} (log: ${n8n.logFile})`);
    await sleep(POLL_MS);
  }
}

/** HTTP status, or 0 while nothing answers. */
async function statusOf(url: string, method: string): Promise<number> {
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}
