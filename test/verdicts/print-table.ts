import type { Row } from './try-case.js';

const COLUMNS = ['', 'module', 'expected', 'got', 'caught by', 'place', 'sentence', 'seconds'];

/** The verdict table in Markdown. */
export function printTable(rows: readonly Row[]): string {
  return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n');
}

function cells({ tried, failure, ok, milliseconds }: Row): string[] {
  const { expected } = tried;
  const place = (of: { readonly file: string | null; readonly line: number | null } | null): string => (of?.file ? `${of.file}${of.line === null ? '' : `:${of.line}`}` : '');
  const wanted = expected === null ? 'green' : expected.kind;
  return [
    ok ? '✓' : '✗',
    tried.title,
    ok || expected === null ? wanted : `${wanted} by ${expected.by} ${place(expected)}`,
    failure?.kind ?? 'green',
    failure?.by ?? '',
    place(failure),
    failure?.sentence ?? '',
    (milliseconds / 1000).toFixed(1),
  ];
}

const line = (texts: readonly string[]): string => `| ${texts.map((text) => text.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ').slice(0, 200)).join(' | ')} |`;
