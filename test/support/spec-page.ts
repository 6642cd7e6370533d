import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** docs/module-spec.md and its YAML blocks. */
export const PAGE = readFileSync(join(__dirname, '../../docs/module-spec.md'), 'utf8');

export type Data = Record<string, unknown>;
export const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface Block {
  /** `spec`: a whole spec. `in spec`, `in MODEL`: adds to that whole, or to its model of that name. */
  readonly place: string;
  readonly text: string;
  readonly line: number;
}

export const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^```yaml (spec|in \S+)\n([\s\S]*?)^```$/gm)].map(({ 1: place = '', 2: text = '', index }) => ({ place, text, line: PAGE.slice(0, index).split('\n').length }));

/** The whole spec of the page with the part that a block adds. */
export function specWith(block: Block, whole: Data = wholeSpec()): Data {
  if (block.place === 'spec') return whole;
  const part = load(block.text) as Data;
  const target = block.place.slice('in '.length);
  if (target === 'spec') return withPart(whole, part);
  const models = (whole['models'] as Data[]).map((model) => (model['name'] === target ? withPart(model, part) : model));
  // Other states have other buttons than those that the whole example's scenario presses.
  return { ...whole, models, ...('states' in part ? { acceptance: [{ id: 'AC-1', title: 'Any', given: 'any', when: 'any', then: 'any' }] } : {}) };
}

export const wholeSpec = (): Data => load(BLOCKS.find(({ place }) => place === 'spec')?.text ?? '') as Data;

const keyOf = (item: unknown): unknown => (isData(item) ? (item['name'] ?? item['id'] ?? item['group']) : item);

/** Lists grow, an item of the same name is replaced; everything else is replaced. */
function withPart(whole: Data, part: Data): Data {
  const merged = { ...whole };
  for (const [key, value] of Object.entries(part)) {
    const before = whole[key];
    merged[key] = Array.isArray(before) && Array.isArray(value) ? [...before.filter((item) => !value.some((other) => keyOf(other) === keyOf(item))), ...(value as unknown[])] : value;
  }
  return merged;
}
