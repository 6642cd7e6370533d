import { afterRed } from './repair-course.js';
import { MAX_STAGE_ATTEMPTS, isEnded, type Command, type CommandType, type Session, type SessionState } from './session.js';

/** One row of DESIGN.md "The session". The first row whose `from`, `on` and `when` hold is taken. */
export interface Transition<T extends CommandType = CommandType> {
  readonly from: SessionState | null;
  readonly on: T;
  readonly when?: (session: Session, command: Extract<Command, { type: T }>) => boolean;
  readonly to: SessionState;
}

/** A row whose guard sees the command that it is about. */
function row<T extends CommandType>(from: SessionState | null, on: T, to: SessionState, when?: Transition<T>['when']): Transition {
  return { from, on, to, ...(when === undefined ? {} : { when: (session, command) => command.type === on && when(session, command as Extract<Command, { type: T }>) }) };
}

/** Another try may cure it, and there is one left. */
const triesAgain: Transition<'stage_failed'>['when'] = (session, command) => command.retryable && session.attempts + 1 < MAX_STAGE_ATTEMPTS;

/** Everything that can happen to a session, but for cancel and expire, which lead out of every state that is not ended. */
export const TRANSITIONS: readonly Transition[] = [
  row(null, 'submit', 'specifying'),

  row('specifying', 'spec_written', 'spec_review'),
  row('specifying', 'stage_failed', 'specifying', triesAgain),
  row('specifying', 'stage_failed', 'spec_review', (session) => session.specRevision > 0),
  row('specifying', 'stage_failed', 'failed'),

  row('spec_review', 'review_spec', 'coding', (_, command) => command.decision === 'approve'),
  row('spec_review', 'review_spec', 'specifying', (_, command) => command.decision === 'modify'),
  row('spec_review', 'review_spec', 'cancelled', (_, command) => command.decision === 'reject'),

  row('coding', 'module_written', 'testing'),
  row('coding', 'stage_failed', 'coding', triesAgain),
  row('coding', 'stage_failed', 'code_review'),

  row('testing', 'module_tested', 'opening_uat', (_, command) => command.green),
  row('testing', 'module_tested', 'coding', (session, command) => afterRed(session, command).to === 'coding'),
  row('testing', 'module_tested', 'code_review'),
  row('testing', 'stage_failed', 'testing', triesAgain),
  row('testing', 'stage_failed', 'code_review'),

  row('code_review', 'review_code', 'coding', (_, command) => command.decision === 'modify'),
  // Never tested, because Docker was away: what a person tries and gets delivered has a verdict (docs/decisions/0004-accept-untested.md).
  row('code_review', 'review_code', 'testing', (session, command) => command.decision === 'accept' && session.module !== null && session.report === null),
  row('code_review', 'review_code', 'opening_uat', (session, command) => command.decision === 'accept' && session.module !== null),

  row('opening_uat', 'uat_opened', 'uat'),
  row('opening_uat', 'stage_failed', 'opening_uat', triesAgain),
  row('opening_uat', 'stage_failed', 'code_review'),

  row('uat', 'review_uat', 'packaging', (_, command) => command.decision === 'approve'),
  row('uat', 'review_uat', 'coding', (_, command) => command.decision === 'reject'),
  row('uat', 'uat_lost', 'opening_uat'),

  row('packaging', 'module_packed', 'delivered'),
  row('packaging', 'stage_failed', 'packaging', triesAgain),
  row('packaging', 'stage_failed', 'uat'),
];

/** The state that the command leads to, or null when it is not allowed now. */
export function destination(session: Session | null, command: Command): SessionState | null {
  if (session !== null && command.type === 'cancel') return isEnded(session.state) ? null : 'cancelled';
  if (session !== null && command.type === 'expire') return isEnded(session.state) ? null : 'expired';
  const from = session === null ? null : session.state;
  const found = TRANSITIONS.find((each) => each.from === from && each.on === command.type && (each.when === undefined || (session !== null && each.when(session, command))));
  return found?.to ?? null;
}
