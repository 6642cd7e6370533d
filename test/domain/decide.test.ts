import fc from 'fast-check';
import { allowedActions } from '../../src/domain/allowed-actions.js';
import { decide } from '../../src/domain/decide.js';
import { BuilderError } from '../../src/domain/errors.js';
import { ENDED_STATES, MAX_STAGE_ATTEMPTS, NO_USAGE, WAITING_STATES, WORKING_STATES, isEnded, type Command, type Session, type SessionState } from '../../src/domain/session.js';
import { TRANSITIONS } from '../../src/domain/transitions.js';
import { anyCommand, SUBMIT } from '../support/commands.js';

const NOW = new Date('2026-11-24T08:00:00Z');
const begun = decide(null, SUBMIT, NOW, 'session-1').session;
const at = (state: SessionState, more: Partial<Session> = {}): Session => ({ ...begun, state, version: 5, module: 'm', acceptanceTests: 't', spec: 's', specRevision: 1, report: 'r', ...more });
const to = (session: Session, command: Command): SessionState => decide(session, command, NOW).session.state;
const failed = (retryable: boolean): Command => ({ type: 'stage_failed', retryable, note: { code: 'x', message: 'It failed.' }, usage: NO_USAGE });
const tested = (green: boolean, usage = NO_USAGE): Command => ({ type: 'module_tested', green, report: 'r', usage });

describe('a session', () => {
  it.each<[SessionState, Command, SessionState]>([
    ['specifying', { type: 'spec_written', spec: 's', changes: null, usage: NO_USAGE }, 'spec_review'],
    ['spec_review', { type: 'review_spec', decision: 'approve', feedback: null }, 'coding'],
    ['spec_review', { type: 'review_spec', decision: 'modify', feedback: 'f' }, 'specifying'],
    ['spec_review', { type: 'review_spec', decision: 'reject', feedback: null }, 'cancelled'],
    ['coding', { type: 'module_written', module: 'm', acceptanceTests: 't', usage: NO_USAGE }, 'testing'],
    ['testing', tested(true), 'opening_uat'],
    ['testing', tested(false), 'coding'],
    ['code_review', { type: 'review_code', decision: 'modify', feedback: 'f' }, 'coding'],
    ['code_review', { type: 'review_code', decision: 'accept', feedback: null }, 'opening_uat'],
    ['opening_uat', { type: 'uat_opened', slug: 'slug' }, 'uat'],
    ['uat', { type: 'review_uat', decision: 'reject', feedback: 'f' }, 'coding'],
    ['uat', { type: 'review_uat', decision: 'approve', feedback: null }, 'packaging'],
    ['uat', { type: 'uat_lost', note: { code: 'uat_lost', message: 'Its host died.' } }, 'opening_uat'],
    ['packaging', { type: 'module_packed', zip: 'z' }, 'delivered'],
  ])('in %s goes by %j to %s', (from, command, expected) => expect(to(at(from), command)).toBe(expected));

  it('repairs a red module while rounds and tokens are left, and then asks', () => {
    expect(decide(at('testing', { repairRounds: 1 }), tested(false), NOW).session).toMatchObject({ state: 'coding', repairRounds: 2, note: null });
    expect(decide(at('testing', { repairRounds: 2 }), tested(false), NOW).session).toMatchObject({ state: 'code_review', repairRounds: 2, note: { code: 'repair_budget_spent' } });
    expect(to(at('testing'), tested(false, { inputTokens: 600, outputTokens: 400, llmCalls: 1 }))).toBe('code_review');
    expect(to(at('testing', { maySpendAll: true }), tested(false, { inputTokens: 600, outputTokens: 399, llmCalls: 1 }))).toBe('coding');
  });

  it.each<[SessionState, SessionState]>([['specifying', 'spec_review'], ['coding', 'code_review'], ['testing', 'code_review'], ['opening_uat', 'code_review'], ['packaging', 'uat']])(
    'whose %s fails is tried again, three times in all, and then stands in %s with the note and the way on',
    (stage, fallback) => {
      expect(decide(at(stage), failed(true), NOW).session).toMatchObject({ state: stage, attempts: 1, note: { code: 'x', message: 'It failed. It is tried again by itself.' } });
      expect(to(at(stage, { attempts: MAX_STAGE_ATTEMPTS - 2 }), failed(true))).toBe(stage);
      expect(decide(at(stage, { attempts: MAX_STAGE_ATTEMPTS - 1 }), failed(true), NOW).session).toMatchObject({ state: fallback, attempts: 0, note: { code: 'x', message: expect.stringMatching(/^It failed\. It was tried 3 times\. .+ to try again\.$/) } });
      expect(decide(at(stage), failed(false), NOW).session).toMatchObject({ state: fallback, note: { message: 'It failed.' } });
    },
  );

  it('that never had a specification fails when none can be written', () => {
    expect(to(at('specifying', { specRevision: 0 }), failed(false))).toBe('failed');
  });

  it('has its repairs counted anew after the person spoke', () => {
    expect(decide(at('code_review', { repairRounds: 2 }), { type: 'review_code', decision: 'modify', feedback: 'f' }, NOW).session).toMatchObject({ repairRounds: 0, feedback: 'f' });
    expect(decide(at('uat', { repairRounds: 2, uatSlug: 'slug' }), { type: 'review_uat', decision: 'reject', feedback: 'f' }, NOW).session).toMatchObject({ repairRounds: 0, feedback: 'f', uatSlug: null });
  });

  it('whose live Odoo is lost says so until another one is open, and then what became of it', () => {
    const lost = decide(at('uat', { uatSlug: 'first' }), { type: 'uat_lost', note: { code: 'uat_lost', message: 'Its host died.' } }, NOW);
    expect(lost.session).toMatchObject({ state: 'opening_uat', uatSlug: null, attempts: 0, note: { code: 'uat_lost' } });
    expect(lost.event).toMatchObject({ from: 'uat', to: 'opening_uat', note: { code: 'uat_lost' } });
    const again = decide(lost.session, { type: 'uat_opened', slug: 'second', note: { code: 'uat_reopened', message: 'It is here.' } }, NOW).session;
    expect(again).toMatchObject({ state: 'uat', uatSlug: 'second', note: { code: 'uat_reopened' } });
    expect(decide(again, { type: 'review_uat', decision: 'approve', feedback: null }, NOW).session.note).toBeNull();
  });

  it('without a module offers nothing to accept', () => {
    const session = at('code_review', { module: null });
    expect(allowedActions(session)).toEqual(['coding-feedback:modify', 'session-cancel']);
    expect(() => to(session, { type: 'review_code', decision: 'accept', feedback: null })).toThrow(BuilderError);
  });

  it('whose module has no verdict is tested when it is accepted', () => {
    expect(to(at('code_review', { report: null }), { type: 'review_code', decision: 'accept', feedback: null })).toBe('testing');
  });

  it('remembers what was said and not yet worked in when it shall try again', () => {
    const again: Command = { type: 'review_code', decision: 'modify', feedback: null };
    expect(decide(at('code_review', { feedback: 'f' }), again, NOW).session).toMatchObject({ state: 'coding', feedback: 'f' });
    expect(decide(at('code_review', { feedback: 'f' }), { ...again, feedback: 'g' }, NOW).session).toMatchObject({ feedback: 'g' });
  });

  it('lives on for its whole time after each transition', () => {
    const later = new Date(NOW.getTime() + 60_000);
    expect(decide(begun, failed(true), later).session.expiresAt).toBe(new Date(later.getTime() + 3_600_000).toISOString());
  });

  it('adds up what was paid, also when the stage failed', () => {
    const usage = { inputTokens: 10, outputTokens: 5, llmCalls: 1 };
    expect(decide(at('coding', { usage }), { ...failed(true), usage } as Command, NOW).session.usage).toEqual({ inputTokens: 20, outputTokens: 10, llmCalls: 2 });
  });

  it('says what is possible when a command is not', () => {
    expect.assertions(1);
    try {
      decide(at('uat'), tested(true), NOW);
    } catch (error) {
      expect(error).toMatchObject({ kind: 'conflict', code: 'not_allowed', details: { version: 5, state: 'uat', allowedActions: ['user-acceptance-result:approve', 'user-acceptance-result:reject', 'session-cancel'] } });
    }
  });
});

describe('for every sequence of commands', () => {
  const walk = (commands: readonly Command[]): { readonly before: Session; readonly command: Command; readonly after: Session | null; readonly seq: number }[] => {
    const steps = [];
    let session = begun;
    for (const command of commands) {
      try {
        const decision = decide(session, command, NOW);
        steps.push({ before: session, command, after: decision.session, seq: decision.event.seq });
        session = decision.session;
      } catch (error) {
        if (!(error instanceof BuilderError) || error.code !== 'not_allowed') throw error;
        steps.push({ before: session, command, after: null, seq: session.version });
      }
    }
    return steps;
  };

  it('an ended session never changes, versions grow by one and each step is a row of the table', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 60 }), (commands) => {
        for (const { before, command, after, seq } of walk(commands)) {
          if (isEnded(before.state)) expect(after).toBeNull();
          if (after === null) continue;
          expect(after.version).toBe(before.version + 1);
          expect(seq).toBe(after.version);
          const row = TRANSITIONS.some((each) => each.from === before.state && each.on === command.type && each.to === after.state);
          expect(row || (command.type === 'cancel' && after.state === 'cancelled') || (command.type === 'expire' && after.state === 'expired')).toBe(true);
          expect(after.repairRounds).toBeLessThanOrEqual(after.budget.repairRounds);
          expect(after.attempts).toBeLessThan(MAX_STAGE_ATTEMPTS);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('every state can be reached, and out of every open state there is a way', () => {
    const reached = new Set<SessionState>(['specifying', 'cancelled', 'expired', ...TRANSITIONS.map((each) => each.to)]);
    expect([...reached].sort()).toEqual([...WORKING_STATES, ...WAITING_STATES, ...ENDED_STATES].sort());
    for (const state of [...WORKING_STATES, ...WAITING_STATES]) expect(to(at(state), { type: 'cancel' })).toBe('cancelled');
    for (const state of ENDED_STATES) expect(() => to(at(state), { type: 'cancel' })).toThrow(BuilderError);
  });
});
