import { addUsage, arePrices, priced, readPrices } from '../../src/domain/price.js';

const usage = { inputTokens: 1_000_000, outputTokens: 500_000, llmCalls: 1 };

test('prices are read by model, and price input and output by the million', () => {
  const prices = readPrices('gpt-5-mini=0.25/2, local/model=0/0');
  expect(priced(usage, prices.get('gpt-5-mini'))).toEqual({ ...usage, cost: 1.25 });
  expect(priced(usage, prices.get('local/model'))).toEqual({ ...usage, cost: 0 });
  expect(priced(usage, prices.get('unknown'))).toEqual(usage);
});

test.each(['gpt-5', 'gpt-5=1', 'gpt-5=1/-2', '=1/2'])('%s is no price', (text) => expect(arePrices(text)).toBe(false));

test('money is added where there is any', () => {
  expect(addUsage(usage, usage)).not.toHaveProperty('cost');
  expect(addUsage(usage, { ...usage, cost: 2 }).cost).toBe(2);
  expect(addUsage({ ...usage, cost: 1 }, { ...usage, cost: 2 }).cost).toBe(3);
});
