import { parseArgs } from 'node:util';

export const SECTION_NAMES = ['acknowledgement', 'queue-acknowledgement', 'gateway', 'stages', 'verdict', 'throughput', 'pool', 'second-start'] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

export interface BenchOptions {
  /** In the order of SECTION_NAMES, each once. */
  readonly sections: readonly SectionName[];
  /** How often what takes long is done, and rounds of what is compared. */
  readonly runs: number;
  /** The document whose marked places get the tables; null: none. */
  readonly out: string | null;
  readonly help: boolean;
}

export const USAGE = `npm run bench                                every section; tables and goals on standard output
npm run bench -- verdict gateway             some of: ${SECTION_NAMES.join(', ')}
             --runs N                        how often what takes long is done (default 3); the median counts
             --out docs/performance.md       writes each section between its markers in that file`;

/** @throws Error with the usage when an option or a section is unknown */
export function readOptions(args: readonly string[]): BenchOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { runs: { type: 'string', default: '3' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (!/^[1-9]\d?$/.test(values.runs)) throw new Error('--runs takes a number from 1 to 99');
    return { sections: chosen(positionals), runs: Number(values.runs), out: values.out ?? null, help: values.help };
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}

function chosen(names: readonly string[]): readonly SectionName[] {
  const unknown = names.filter((name) => !(SECTION_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`There is no section ${unknown.join(', ')}`);
  return SECTION_NAMES.filter((name) => names.length === 0 || names.includes(name));
}
