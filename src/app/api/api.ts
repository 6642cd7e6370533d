import type { Config } from '../../config.js';
import { isWorking, type Session, type Stage } from '../../domain/session.js';

/** One HTTP request, whoever received it. Header names in lower case; `body` as raw bytes, text, or parsed JSON. */
export interface ApiRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Work on a stage: whoever gets this posts `{ sessionId, version }` to the stage's webhook. */
export interface NextStage {
  readonly stage: Stage;
  readonly sessionId: string;
  readonly version: number;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null for no body (304). */
  readonly body: unknown;
  readonly next: NextStage | null;
}

/** The stage that the session is in, or null when it waits for a person or has ended. */
export function stageOf({ id: sessionId, version, state }: Session): NextStage | null {
  return isWorking(state) ? { stage: state, sessionId, version } : null;
}

/** The stage to trigger right now; null too after an error of the stage: the sweep triggers it again, after a pause. */
export function nextStage(session: Session): NextStage | null {
  return session.attempts > 0 ? null : stageOf(session);
}

/** Where a stage is triggered. */
export function stageUrl({ OMB_STAGE_BASE_URL: base }: Pick<Config, 'OMB_STAGE_BASE_URL'>, stage: Stage): string {
  return `${base.replace(/\/$/, '')}/stage-${stage.replaceAll('_', '-')}`;
}
