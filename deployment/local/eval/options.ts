import { parseArgs } from 'node:util';

export interface EvalOptions {
  /** Folder of requirement texts, `*.md`; null: the examples, answered as they are recorded. */
  readonly requirements: string | null;
  readonly baseUrl: string;
  readonly model: string;
  /** The second model: writes the acceptance tests, takes over repairs that are stuck. */
  readonly judgeModel: string | null;
  /** Which texts, by their names. */
  readonly only: RegExp;
  readonly out: string;
}

export const USAGE = `npm run eval -- --requirements DIR --base-url URL --model NAME [--judge-model NAME] [--only PATTERN] --out DIR
  every *.md of DIR through the whole product, unattended; OPENAI_API_KEY is the key, where the server wants one
npm run eval -- --recorded [--only PATTERN] --out DIR
  the same with the prose of the examples and recorded answers`;

/** @throws Error with the usage when an option is missing or unknown. */
export function readEvalOptions(args: readonly string[]): EvalOptions {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { recorded: { type: 'boolean' }, requirements: option, 'base-url': option, model: option, 'judge-model': option, only: option, out: option } });
    const wanted = (name: 'requirements' | 'base-url' | 'model' | 'out'): string => {
      const value = values[name];
      if (value === undefined || value === '') throw new Error(`--${name} is missing`);
      return value;
    };
    const judgeModel = values['judge-model'] ?? null;
    const asked = { only: new RegExp(values.only ?? ''), out: wanted('out') };
    if (values.recorded !== true) return { requirements: wanted('requirements'), baseUrl: wanted('base-url'), model: wanted('model'), judgeModel, ...asked };
    const foreign = (['requirements', 'base-url', 'model', 'judge-model'] as const).find((name) => values[name] !== undefined);
    if (foreign !== undefined) throw new Error(`--${foreign} does not go with --recorded`);
    return { requirements: null, baseUrl: '', model: 'recorded', judgeModel, ...asked };
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}
