import type { Config } from '../../config.js';
import type { Session, Stage } from '../../domain/session.js';

/** A request as it came over HTTP; header names in lower case. `body` is raw bytes, or already parsed. */
export interface ApiRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** The stage that has to be triggered now, and the internal webhook that does it. */
export interface NextStage {
  readonly stage: Stage;
  readonly sessionId: string;
  readonly version: number;
  readonly url: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly next: NextStage | null;
}

/** The internal webhook of a session's present stage: `<base>/stage-opening-uat`. */
export function nextStage(config: Config, session: Pick<Session, 'id' | 'version'> & { readonly state: Session['state'] }): NextStage {
  const stage = session.state as Stage;
  return { stage, sessionId: session.id, version: session.version, url: `${config.OMB_STAGE_BASE_URL}/stage-${stage.replaceAll('_', '-')}` };
}
