import type { Usage } from './session.js';

/** What a million tokens of a model cost, in whatever currency the operator counts in. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

export type Prices = ReadonlyMap<string, Price>;

const ENTRY = /^([^=,\s]+)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/;
const entries = (text: string): string[] => text.split(',').map((each) => each.trim()).filter((each) => each !== '');

/** True for a list such as `gpt-5-mini=0.25/2,gpt-5=1.25/10`: model, input and output, a million tokens each. */
export const arePrices = (text: string): boolean => entries(text).every((each) => ENTRY.test(each));

/** The prices by model's name; what is no price is left out. */
export function readPrices(text: string): Prices {
  return new Map(entries(text).flatMap((each) => {
    const [, model = '', input, output] = ENTRY.exec(each) ?? [];
    return model === '' ? [] : [[model, { input: Number(input), output: Number(output) }] as const];
  }));
}

/** The usage with its cost; as it was when the model has no price. */
export function priced(usage: Usage, price: Price | undefined): Usage {
  return price === undefined ? usage : { ...usage, cost: (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1_000_000 };
}

/** Both together. The cost of what has no price counts as nothing. */
export function addUsage(a: Usage, b: Usage): Usage {
  const cost = a.cost === undefined && b.cost === undefined ? {} : { cost: (a.cost ?? 0) + (b.cost ?? 0) };
  return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens, llmCalls: a.llmCalls + b.llmCalls, ...cost };
}
