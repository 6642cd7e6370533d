import { quoteFrom, sizeOf, type PastSession } from '../../src/domain/quote.js';
import { shelfSpec } from '../support/shelf-spec.js';

const past = (size: number | null, tokens: number, minutes: number, cost?: number): PastSession => ({ size, usage: { inputTokens: tokens, outputTokens: 0, llmCalls: 1, ...(cost === undefined ? {} : { cost }) }, workedMs: minutes * 60_000 });

test('without history it says so, and no number', () => {
  expect(quoteFrom([], 10)).toMatchObject({ sessions: 0, tokens: null, cost: null, minutes: null, sentence: expect.stringMatching(/^There is no history yet/) });
});

test('it is the median of sessions of the same size', () => {
  const history = [past(10, 100, 1, 0.1), past(12, 300, 3, 0.3), past(20, 900, 9), past(200, 90_000, 60, 9)];
  expect(quoteFrom(history, 15)).toEqual({ sessions: 3, tokens: 300, cost: 0.2, minutes: 3, sentence: 'About 300 tokens, 0.20 in money and 3 minutes of work: the median of 3 delivered sessions of small size here.' });
  expect(quoteFrom(history, 100)).toMatchObject({ sessions: 1, tokens: 90_000 });
});

test('of a size that was never delivered, or is not known yet, it is told from all', () => {
  const history = [past(10, 100, 1), past(null, 300, 3)];
  for (const size of [50, null]) expect(quoteFrom(history, size)).toMatchObject({ sessions: 2, tokens: 200, minutes: 2, cost: null, sentence: expect.stringContaining('2 delivered sessions of any size') });
});

test('the size of a specification counts its fields, buttons, rules and criteria', () => expect(sizeOf(shelfSpec())).toBe(3));
