import { BuilderError } from '../../domain/errors.js';
import type { Sandbox } from '../../ports/sandbox.js';

const READY_TIMEOUT_MS = 30_000;

/** Postgres answers 0.4 s after the start; one probe inside waits for it, so that it costs one call and no more. */
const WAIT = 'until pg_isready -q; do sleep 0.05; done';

/** @throws BuilderError transient `sandbox_start_failed` */
export async function untilReady(sandbox: Sandbox, signal?: AbortSignal): Promise<void> {
  const result = await sandbox.exec({ command: ['sh', '-c', WAIT], user: 'postgres', timeoutMs: READY_TIMEOUT_MS, signal });
  if (result.exitCode === 0) return;
  throw new BuilderError('transient', 'sandbox_start_failed', `PostgreSQL in a new sandbox did not answer within ${READY_TIMEOUT_MS / 1000} seconds. ${result.stderr.trim()}`.trim());
}
