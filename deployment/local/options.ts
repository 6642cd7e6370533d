import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly once: boolean;
  readonly queue: boolean;
  readonly requirements: string | null;
  readonly spec: string;
  readonly out: string;
  readonly help: boolean;
}

export const USAGE = `npm start                                    the whole product, with examples/library.yaml as the job; stays up until Ctrl-C
npm start -- --once                          the same, but ends after the job: 0 delivered, 1 not
npm start -- --queue                         in queue mode, as a deployment runs: nginx, Redis, two webhook processors, two workers
npm start -- --spec my-module.yaml           another ModuleSpec
npm start -- --requirements my-wish.md       from prose (needs OPENAI_API_KEY; OPENAI_BASE_URL and OPENAI_MODEL if not OpenAI's)
             --out DIR                       where the zip goes (default: out)`;

/** @throws Error with the usage when an option is unknown. */
export function readOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        queue: { type: 'boolean', default: false },
        requirements: { type: 'string' },
        spec: { type: 'string' },
        out: { type: 'string', default: 'out' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.requirements !== undefined && values.spec !== undefined) throw new Error('Give either --requirements or --spec, not both');
    return { once: values.once, queue: values.queue, requirements: values.requirements ?? null, spec: values.spec ?? 'examples/library.yaml', out: values.out, help: values.help };
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}
