import { toEvict } from '../../../src/adapters/docker/app-templates.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const image = (tag: string, daysAgo: number, bytes: number) => ({ tag, lastUsed: new Date(NOW.getTime() - daysAgo * 86_400_000), bytes });
const evicted = (...images: ReturnType<typeof image>[]): readonly string[] => toEvict(images, NOW, { maxAgeMs: 30 * 86_400_000, maxBytes: 100 }).map(({ tag }) => tag);

test('images that fit and were used lately stay', () => {
  expect(evicted(image('sale', 1, 50), image('hr', 29, 50))).toEqual([]);
});

test('one that nobody used for a month goes', () => {
  expect(evicted(image('sale', 1, 10), image('hr', 31, 10))).toEqual(['hr']);
});

test('those used longest ago go until the rest fits', () => {
  expect(evicted(image('hr', 3, 40), image('sale', 1, 40), image('stock', 2, 40))).toEqual(['hr']);
});
