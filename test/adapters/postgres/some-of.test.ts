import fc from 'fast-check';
import { someOf } from '../../../src/adapters/postgres/some-of.js';

test('some of many are as many as asked for, each of them once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { maxLength: 60 }), fc.nat({ max: 70 }), fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (values, count, draws) => {
      const some = someOf(values, count, () => draws.next().value as number);
      expect(new Set(some).size).toBe(Math.min(count, values.length));
      expect(some.every((each) => values.includes(each))).toBe(true);
    }),
  );
});

test('each is drawn as often as any other', () => {
  const times = new Map<number, number>();
  const values = Array.from({ length: 20 }, (_, i) => i);
  for (let round = 0; round < 4000; round += 1) for (const each of someOf(values, 5, Math.random)) times.set(each, (times.get(each) ?? 0) + 1);
  // 1000 expected; 200 is seven standard deviations.
  for (const each of values) expect(Math.abs((times.get(each) ?? 0) - 1000)).toBeLessThan(200);
});
