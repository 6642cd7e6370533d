import pRetry from 'p-retry';
import { stageUrl, type NextStage } from '../../src/app/api/api.js';
import { readConfig, type Config } from '../../src/config.js';
import { BuilderError } from '../../src/domain/errors.js';

const MORE_TRIES = 2;
const PAUSE_MS = 1000;
const TIMEOUT_MS = 5000;

/** n8n's credential "Header Auth". */
export interface ApiKey {
  readonly name: string;
  readonly value: string;
}

let config: Config | null = null;

/**
 * Posts `{ sessionId, version }` to the stage's webhook (docs/decisions/0005-stages-by-webhook.md).
 * @throws BuilderError transient `stage_not_triggered` after the third try
 */
export async function triggerStage(key: ApiKey, { stage, sessionId, version }: NextStage): Promise<void> {
  const url = stageUrl((config ??= readConfig(process.env)), stage);
  const wrong = await pRetry(() => post(url, key, { sessionId, version }), { retries: MORE_TRIES, factor: 1, minTimeout: PAUSE_MS }).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (wrong !== null) throw new BuilderError('transient', 'stage_not_triggered', `The stage "${stage}" could not be triggered at ${url}: ${wrong}. Is OMB_STAGE_BASE_URL the address of this n8n?`);
}

/** @throws Error that says what is wrong */
async function post(url: string, { name, value }: ApiKey, ids: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { [name]: value, 'content-type': 'application/json' }, body: JSON.stringify(ids), signal: AbortSignal.timeout(TIMEOUT_MS) });
  // Read to its end: only then the connection serves the next call.
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}
