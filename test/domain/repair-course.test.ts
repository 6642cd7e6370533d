import type { Score } from '../../src/domain/checkpoint.js';
import { decide } from '../../src/domain/decide.js';
import { NO_USAGE, type Command, type Session } from '../../src/domain/session.js';
import { SUBMIT } from '../support/commands.js';

const NOW = new Date('2026-11-24T08:00:00Z');
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const score = (green: number, more: Partial<Score> = {}): Score => ({ installs: true, green, warnings: 0, failures: `errors of ${green}`, ...more });

/** A session whose module `m0` is to be tested. */
const begun = (budget: Partial<Session['budget']> = {}): Session => ({
  ...decide(null, { ...SUBMIT, budget: { repairRounds: 5, tokens: 1000, ...budget } }, NOW, 'session-1').session,
  state: 'testing', spec: 's', specRevision: 1, module: 'm0', acceptanceTests: 't',
});

/** Tested red with each of the scores in turn; between them the coder writes `m1`, `m2` … */
function red(session: Session, ...scores: readonly Score[]): Session {
  return scores.reduce((at, each, index) => {
    const ready = at.state === 'coding' ? decide(at, { type: 'module_written', module: `m${at.tried.length}`, acceptanceTests: 't', usage: NO_USAGE }, NOW).session : at;
    return decide(ready, { type: 'module_tested', green: false, report: `r${index}`, usage: NO_USAGE, score: each }, NOW).session;
  }, session);
}

const modify = (feedback: string | null): Command => ({ type: 'review_code', decision: 'modify', feedback });

describe('a repair', () => {
  test('goes on while more criteria hold', () => {
    expect(red(begun(), score(1), score(2), score(3))).toMatchObject({ state: 'coding', repairRounds: 3, note: null });
  });

  test('that leaves the very same errors ends, and says so', () => {
    expect(red(begun(), score(1), score(1))).toMatchObject({ state: 'code_review', note: { code: 'repair_stuck' } });
  });

  test('of which two rounds bring no criterion more ends', () => {
    const rounds = [score(2), score(2, { failures: 'others' }), score(1, { failures: 'others again' })];
    expect(red(begun(), ...rounds.slice(0, 2)).state).toBe('coding');
    expect(red(begun(), ...rounds)).toMatchObject({ state: 'code_review', note: { code: 'repair_stuck' } });
  });

  test('that is stuck is the second model’s, once', () => {
    const escalated = red(begun({ strong: true }), score(1), score(1));
    expect(escalated).toMatchObject({ state: 'coding', strong: true });
    expect(red(escalated, score(1))).toMatchObject({ state: 'code_review', note: { code: 'repair_stuck' } });
  });

  test('has its last round made by the second model, where there is one', () => {
    expect(red(begun({ strong: true, repairRounds: 2 }), score(1)).strong).toBe(false);
    expect(red(begun({ strong: true, repairRounds: 2 }), score(1), score(2)).strong).toBe(true);
    expect(red(begun({ repairRounds: 2 }), score(1), score(2)).strong).toBe(false);
  });
});

describe('the best checkpoint', () => {
  test('is what is mended next when a repair made it worse', () => {
    expect(red(begun(), score(2), score(1))).toMatchObject({ state: 'coding', module: 'm0', report: 'r0' });
    expect(red(begun(), score(1), score(2))).toMatchObject({ state: 'coding', module: 'm1', report: 'r1' });
  });

  test.each<[string, Score, Score]>([
    ['one that installs before one that does not', score(0), score(5, { installs: false })],
    ['more green criteria before fewer warnings', score(3, { warnings: 9 }), score(2)],
    ['fewer warnings of the same criteria', score(2, { warnings: 1 }), score(2, { warnings: 2 })],
  ])('is %s, and the person’s in the end with an honest sentence', (_, better, worse) => {
    for (const [scores, module] of [[[better, worse], 'm0'], [[worse, better], 'm1']] as const) {
      const ended = red(begun({ repairRounds: 1 }), ...scores);
      expect(ended).toMatchObject({ state: 'code_review', module, note: { code: 'repair_budget_spent' } });
      expect(ended.note?.message).toMatch(new RegExp(`The best of the 2 modules that were tested installs; ${better.green} of its criteria hold, with ${better.warnings} warning`));
    }
  });

  test('is the person’s too when the coder gives up', () => {
    const worse = { ...red(begun(), score(2), score(2, { failures: 'others' })), module: 'm9', report: 'r9' };
    expect(decide(worse, { type: 'stage_failed', note: { code: 'llm_refused', message: 'No.' }, retryable: false, usage: NO_USAGE }, NOW).session).toMatchObject({ state: 'code_review', module: 'm0', report: 'r0' });
  });

  test('counts anew after a new wish of the person, and is kept by “try again”, whose errors may come again', () => {
    const ended = red(begun({ repairRounds: 1 }), score(2), score(1));
    expect(decide(ended, modify('f'), NOW).session).toMatchObject({ tried: [], repairRounds: 0 });
    const again = decide(ended, modify(null), NOW).session;
    expect(again.tried).toMatchObject([{ module: 'm0', failures: null }]);
    expect(red(again, score(2)).state).toBe('coding');
  });
});

describe('a budget', () => {
  const spent = (tokens: number, cost?: number): Command => ({ type: 'module_tested', green: false, report: 'r', usage: { inputTokens: tokens, outputTokens: 0, llmCalls: 1, ...(cost === undefined ? {} : { cost }) }, score: score(1) });

  test.each<[string, Partial<Session['budget']>, Command, string]>([
    ['tokens', {}, spent(800), '800 of 1000 tokens'],
    ['money', { cost: 2 }, spent(1, 1.7), '1.70 of 2.00 in money'],
  ])('of %s asks the person at its soft cap, once, and then goes on to its end', (_, budget, command, words) => {
    const asked = decide(begun(budget), command, NOW).session;
    expect(asked).toMatchObject({ state: 'code_review', note: { code: 'budget_soft_cap', message: expect.stringContaining(words) } });
    const on = decide(asked, modify(null), NOW).session;
    expect(red(on, score(2)).state).toBe('coding');
  });

  test('of minutes counts what the session was worked on, not how long a person thought', () => {
    const once = decide(begun({ minutes: 10 }), spent(1), later(9)).session;
    expect(once).toMatchObject({ state: 'coding', workedMs: 9 * 60_000 });
    const waiting = { ...once, state: 'code_review' as const };
    expect(decide(waiting, modify('f'), later(500)).session.workedMs).toBe(9 * 60_000);
    expect(decide({ ...once, state: 'testing' }, { ...spent(1), score: score(2) } as Command, later(10)).session).toMatchObject({ state: 'code_review', note: { code: 'budget_soft_cap', message: expect.stringContaining('9 of 10 minutes') } });
  });

  test.each<[string, Partial<Session['budget']>, Command]>([['tokens', {}, spent(1000)], ['money', { cost: 2 }, spent(1, 2)]])('of %s that is used up gives the person the best that there is', (_, budget, command) => {
    const ended = decide({ ...begun(budget), maySpendAll: true }, command, NOW).session;
    expect(ended).toMatchObject({ state: 'code_review', note: { code: 'budget_spent', message: expect.stringContaining('The module installs; 1 of its criteria hold') } });
  });
});
