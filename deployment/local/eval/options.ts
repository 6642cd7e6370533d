import { parseArgs } from 'node:util';

export interface EvalOptions {
  /** Folder of requirement texts, `*.md`. */
  readonly requirements: string;
  readonly baseUrl: string;
  readonly model: string;
  /** The second model: writes the acceptance tests, takes over repairs that are stuck. */
  readonly judgeModel: string | null;
  readonly out: string;
}

export const USAGE = `npm run eval -- --requirements DIR --base-url URL --model NAME [--judge-model NAME] --out DIR
  every *.md of DIR through the whole product, unattended; OPENAI_API_KEY is the key, where the server wants one`;

/** @throws Error with the usage when an option is missing or unknown. */
export function readEvalOptions(args: readonly string[]): EvalOptions {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { requirements: option, 'base-url': option, model: option, 'judge-model': option, out: option } });
    const wanted = (name: 'requirements' | 'base-url' | 'model' | 'out'): string => {
      const value = values[name];
      if (value === undefined || value === '') throw new Error(`--${name} is missing`);
      return value;
    };
    return { requirements: wanted('requirements'), baseUrl: wanted('base-url'), model: wanted('model'), judgeModel: values['judge-model'] ?? null, out: wanted('out') };
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}
