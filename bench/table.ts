const NUMBER = /^[\d.,<>~]+( |$)/;

/** A table in Markdown: text to the left, columns of numbers (with or without a unit, or empty) to the right. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => String(cell).replaceAll('|', '\\|')));
  const widths = columns.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
  const [head = [], ...body] = cells;
  const right = columns.map((_, column) => body.some((row) => NUMBER.test(row[column] ?? '')) && body.every((row) => (row[column] ?? '') === '' || NUMBER.test(row[column] ?? '')));
  const line = (row: readonly string[]): string => `| ${widths.map((width, column) => (right[column] ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${right[column] ? ':' : '-'}`).join('|')}|`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** Milliseconds, without digits that say nothing. */
export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
