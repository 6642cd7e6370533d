import fc from 'fast-check';
import { median, percentile } from '../../bench/statistics.js';

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  test.each([[0, 1], [0.01, 1], [0.5, 50], [0.95, 95], [0.951, 96], [1, 100]])('of the numbers 1 to 100, share %p is %p, whatever their order', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  test('is one of the values, and at least that share of them is not above it', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const value = percentile(values, share);
        expect(values).toContain(value);
        expect(values.filter((each) => each <= value).length).toBeGreaterThanOrEqual(share * values.length);
      }),
    );
  });

  test('of nothing is refused, not guessed', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });

  test('the median of three runs is the middle one, of one run that one', () => {
    expect(median([9, 1, 4])).toBe(4);
    expect(median([7])).toBe(7);
  });
});
