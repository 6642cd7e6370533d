import type { Row } from './try-probe.js';

const COLUMNS = ['ok', 'what it tries', 'gate', 'stopped by', 'verdict', 'what the report says', 'seconds', 'limit (s)'];
const WORDS = { wall: 'wall', limit: 'limit', judge: 'judge', gate: 'gate alone' } as const;

/** The table of walls in Markdown. */
export function printTable(rows: readonly Row[]): string {
  return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n');
}

function cells({ probe, gate, failure, sentence, seconds, wrong }: Row): string[] {
  return [
    wrong.length === 0 ? '✓' : '✗',
    probe.title,
    gate?.by ?? '–',
    probe.stop === null ? 'nothing to stop' : WORDS[probe.stop],
    failure?.kind ?? (sentence === 'green' ? 'green' : 'refused'),
    wrong.length === 0 ? sentence : wrong.join('; '),
    seconds.toFixed(1),
    String(probe.withinSeconds),
  ];
}

/** One line of a Markdown table; what a hostile module put into it cannot leave its cell or steer a terminal. */
export const line = (texts: readonly string[]): string => `| ${texts.map((text) => text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').replaceAll('|', String.raw`\|`).slice(0, 220)).join(' | ')} |`;
