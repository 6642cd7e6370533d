import type { Config } from '../../config.js';
import { isWorking, type Session, type Stage } from '../../domain/session.js';

/** One HTTP request, whoever received it. Header names in lower case; `body` as raw bytes, text, or parsed JSON. */
export interface ApiRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The webhook that works on the stage: whoever gets this posts `{ sessionId, version }` to `url`. */
export interface NextStage {
  readonly stage: Stage;
  readonly sessionId: string;
  readonly version: number;
  readonly url: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null for no body (304). */
  readonly body: unknown;
  readonly next: NextStage | null;
}

/** The stage that the session is in, or null when it waits for a person or has ended. */
export function stageOf(config: Pick<Config, 'OMB_STAGE_BASE_URL'>, session: Session): NextStage | null {
  if (!isWorking(session.state)) return null;
  const url = `${config.OMB_STAGE_BASE_URL.replace(/\/$/, '')}/stage-${session.state.replaceAll('_', '-')}`;
  return { stage: session.state, sessionId: session.id, version: session.version, url };
}

/** The stage to trigger right now; null too after an error of the stage: the sweep triggers it again, after a pause. */
export function nextStage(config: Pick<Config, 'OMB_STAGE_BASE_URL'>, session: Session): NextStage | null {
  return session.attempts > 0 ? null : stageOf(config, session);
}
