import type { StatusBody } from '../frontend.js';

/** What became of one text of requirements. */
export interface EvalRow {
  readonly name: string;
  readonly state: string;
  /** `green`, `flaky`, `red`, or `none` when no module came to a test. */
  readonly verdict: string;
  readonly installedAtFirstTry: boolean;
  /** Tests of the whole module after the first. */
  readonly rounds: number;
  readonly criteria: { readonly green: number; readonly total: number };
  /** Null where none were tried: only a green module is broken on purpose. */
  readonly mutants: { readonly killed: number; readonly made: number } | null;
  readonly tokens: number;
  /** In the currency of OMB_LLM_PRICES; null without a price. */
  readonly cost: number | null;
  readonly minutes: number;
  /** Why it is not green, or not delivered. */
  readonly note: string | null;
}

/** A verdict as it is stored. */
export interface StoredVerdict {
  readonly state: string | null;
}

interface Report {
  readonly status: string;
  readonly criteria: readonly { readonly status: string }[];
  readonly mutants: { readonly killed: number; readonly made: number } | null;
}

/** @param verdicts all that the session had, in their order @param ms from the request to its end */
export function rowOf(name: string, status: StatusBody, verdicts: readonly StoredVerdict[], ms: number, note: string | null): EvalRow {
  const report = status['report'] as Report | null;
  const usage = status['usage'] as { inputTokens: number; outputTokens: number; cost?: number };
  return {
    name,
    state: status.state,
    verdict: report?.status ?? 'none',
    installedAtFirstTry: verdicts[0]?.state === 'installed',
    rounds: Math.max(0, verdicts.length - 1),
    criteria: { green: report?.criteria.filter((each) => each.status === 'green').length ?? 0, total: report?.criteria.length ?? 0 },
    mutants: report?.mutants ?? null,
    tokens: usage.inputTokens + usage.outputTokens,
    cost: usage.cost ?? null,
    minutes: Math.round(ms / 6000) / 10,
    note,
  };
}

const COLUMNS: readonly (readonly [string, (row: EvalRow) => string])[] = [
  ['requirements', ({ name }) => name],
  ['installed at first try', ({ installedAtFirstTry }) => (installedAtFirstTry ? 'yes' : 'no')],
  ['rounds', ({ rounds }) => String(rounds)],
  ['criteria green', ({ criteria }) => `${criteria.green} / ${criteria.total}`],
  ['mutants noticed', ({ mutants }) => (mutants === null ? '–' : `${mutants.killed} / ${mutants.made}`)],
  ['tokens', ({ tokens }) => String(tokens)],
  ['money', ({ cost }) => (cost === null ? '–' : cost.toFixed(2))],
  ['minutes', ({ minutes }) => minutes.toFixed(1)],
  ['verdict', ({ verdict, state, note }) => `${verdict}${state === 'delivered' ? '' : ` (${state})`}${note === null ? '' : `: ${note}`}`],
];

/** The rows as a table in Markdown. What a session said has no say in the table's shape. */
export function evalTable(rows: readonly EvalRow[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(COLUMNS.map(([title]) => title)), line(COLUMNS.map(() => '---')), ...rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row))))].join('\n');
}
