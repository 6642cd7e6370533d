import { allowedActions } from './allowed-actions.js';
import { BuilderError } from './errors.js';
import { bestOf } from './checkpoint.js';
import { addUsage } from './price.js';
import { afterRed, fellBack } from './repair-course.js';
import { MAX_STAGE_ATTEMPTS, NO_USAGE, isEnded, isWorking, type Command, type Note, type Session, type SessionEvent, type SessionState } from './session.js';
import { destination } from './transitions.js';

export interface Decision {
  readonly session: Session;
  readonly event: SessionEvent;
}

const DEFAULT_TTL_SECONDS = 7 * 86_400;

/**
 * What a command makes of a session: pure, the only place where a session changes.
 * @param now also the new session's `updatedAt`; its `expiresAt` moves along, as an open session only ends when idle.
 * @throws BuilderError conflict `not_allowed`, with version, state and allowedActions in its details
 */
export function decide(session: Session | null, command: Command, now: Date, id: string = session?.id ?? ''): Decision {
  const to = destination(session, command);
  if (to === null) throw notAllowed(session, command);
  const at = now.toISOString();
  const next = session === null ? begin(id, command, at) : advance(session, command, to, at);
  const event: SessionEvent = { sessionId: next.id, seq: next.version, type: command.type, from: session?.state ?? null, to, note: next.note, at };
  return { session: next, event };
}

function notAllowed(session: Session | null, command: Command): BuilderError {
  if (session === null) return new BuilderError('bug', 'no_session', `The command ${command.type} needs a session.`);
  const allowed = allowedActions(session);
  const details = { version: session.version, state: session.state, allowedActions: allowed };
  const now = allowed.length === 0 ? 'It has ended; open a new one.' : `Possible now: ${allowed.join(', ')}.`;
  return new BuilderError('conflict', 'not_allowed', `This is not possible while the session is in the state ${session.state}. ${now}`, { details });
}

function begin(id: string, command: Command, at: string): Session {
  if (command.type !== 'submit') throw new BuilderError('bug', 'no_session', `The command ${command.type} cannot begin a session.`);
  return {
    id, version: 1, state: 'specifying', odooVersion: command.odooVersion, language: command.language, budget: command.budget,
    usage: NO_USAGE, repairRounds: 0, tried: [], strong: false, maySpendAll: false, workedMs: 0, attempts: 0, requirements: command.requirements, spec: command.spec, specRevision: 0, size: null, specChanges: null,
    feedback: null, module: null, acceptanceTests: null, report: null, uatSlug: null, zip: null, note: null,
    createdAt: at, updatedAt: at, expiresAt: later(at, (command.ttlSeconds ?? DEFAULT_TTL_SECONDS) * 1000),
  };
}

function advance(session: Session, command: Command, to: SessionState, at: string): Session {
  const usage = 'usage' in command ? addUsage(session.usage, command.usage) : session.usage;
  return {
    ...session,
    ...outcome(session, command, to),
    version: session.version + 1,
    state: to,
    usage,
    workedMs: session.workedMs + (isWorking(session.state) ? Date.parse(at) - Date.parse(session.updatedAt) : 0),
    attempts: to === session.state ? session.attempts + 1 : 0,
    note: noteOf(session, command, to),
    updatedAt: at,
    expiresAt: isEnded(to) ? session.expiresAt : later(at, Date.parse(session.expiresAt) - Date.parse(session.updatedAt)),
  };
}

/** What the command itself brings: digests, and what a new word of the person resets. */
function outcome(session: Session, command: Command, to: SessionState): Partial<Session> {
  switch (command.type) {
    case 'spec_written':
      return { spec: command.spec, specRevision: session.specRevision + 1, specChanges: command.changes, size: command.size ?? null, feedback: null };
    case 'review_spec':
      return { feedback: command.decision === 'modify' ? command.feedback : null };
    case 'module_written':
      return { module: command.module, acceptanceTests: command.acceptanceTests, feedback: null, report: null };
    case 'module_tested':
      return tested(session, command, to);
    case 'stage_failed':
      return session.state === 'coding' && to === 'code_review' ? best(session) : {};
    case 'review_code':
      // "Try again" without a word: what was said before and has not been worked in still counts.
      return command.decision === 'modify' ? { feedback: command.feedback ?? session.feedback, repairRounds: 0, strong: false, tried: triedBefore(session, command.feedback !== null) } : { feedback: null };
    case 'uat_opened':
      return { uatSlug: command.slug };
    case 'review_uat':
      return command.decision === 'reject' ? { feedback: command.feedback, repairRounds: 0, strong: false, tried: [], uatSlug: null } : { feedback: null };
    case 'module_packed':
      return { zip: command.zip, uatSlug: null };
    case 'uat_lost':
    case 'cancel':
    case 'expire':
      return { uatSlug: null };
    default:
      return {};
  }
}

/** A green module needs no course any more; a red one is mended on from the best that there is, which is also what a person gets. */
function tested(session: Session, command: Extract<Command, { type: 'module_tested' }>, to: SessionState): Partial<Session> {
  if (command.green) return { report: command.report, tried: [], strong: false, ...(command.acceptanceTests === undefined ? {} : { acceptanceTests: command.acceptanceTests }) };
  const course = afterRed(session, command);
  const { tried, strong } = course;
  return {
    report: command.report, tried, strong,
    repairRounds: to === 'coding' ? session.repairRounds + 1 : session.repairRounds,
    maySpendAll: session.maySpendAll || course.asksToSpend,
    ...(fellBack(course) ? best({ tried }) : {}),
  };
}

/** The best checkpoint, where there is one. */
function best({ tried }: Pick<Session, 'tried'>): Partial<Session> {
  const checkpoint = bestOf(tried);
  return checkpoint === null ? {} : { module: checkpoint.module, report: checkpoint.report };
}

/** A new wish begins a new course. "Try again" keeps the best; its errors may well come once more. */
function triedBefore(session: Session, isNewWish: boolean): Session['tried'] {
  const checkpoint = isNewWish ? null : bestOf(session.tried);
  return checkpoint === null ? [] : [{ ...checkpoint, failures: null }];
}

/** How a person has a stage tried again that has used its tries up. */
const TRY_AGAIN: Readonly<Partial<Record<SessionState, string>>> = {
  code_review: 'Send "modify" without feedback to try again.',
  spec_review: 'Send your feedback once more to try again.',
  uat: 'Approve once more to try again.',
  failed: 'Open a new session to try again.',
};

function noteOf(session: Session, command: Command, to: SessionState): Note | null {
  if (command.type === 'stage_failed' && command.retryable) {
    const next = to === session.state ? 'It is tried again by itself.' : `It was tried ${MAX_STAGE_ATTEMPTS} times. ${TRY_AGAIN[to] ?? ''}`;
    return { ...command.note, message: `${command.note.message} ${next}`.trim() };
  }
  if (command.type === 'stage_failed' || command.type === 'uat_lost') return command.note;
  if (command.type === 'uat_opened') return command.note ?? null;
  if (command.type === 'expire') return { code: 'expired', message: 'Nobody went on with this session, so it has ended. Open a new one.' };
  if (command.type === 'module_tested' && to === 'code_review') {
    return afterRed(session, command).note;
  }
  return null;
}

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
