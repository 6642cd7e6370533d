import type { Goal, Section } from './section.js';
import { table } from './table.js';

/** A section as Markdown: its tables, then its goals. */
export function rendered({ tables, goals }: Pick<Section, 'tables' | 'goals'>): string {
  return [...tables, ...(goals.length === 0 ? [] : [goalsTable(goals)])].join('\n\n');
}

export const goalsTable = (goals: readonly Goal[]): string => table(['goal', 'measured', 'met'], goals.map(({ goal, measured, met }) => [goal, measured, met ? 'yes' : 'no']));

const open = (name: string): string => `<!-- bench:${name} -->`;
const close = (name: string): string => `<!-- /bench:${name} -->`;

/**
 * The document with `content` between the markers of `name`, all else as it was.
 * @throws Error unless both markers are there once, in this order
 */
export function merged(document: string, name: string, content: string): string {
  const [before, rest, ...moreOpen] = document.split(open(name));
  const [old, after, ...moreClose] = (rest ?? '').split(close(name));
  if (before === undefined || old === undefined || after === undefined || moreOpen.length + moreClose.length > 0 || before.includes(close(name))) {
    throw new Error(`The document needs ${open(name)} and, after it, ${close(name)}, each once`);
  }
  return `${before}${open(name)}\n${content.trim()}\n${close(name)}${after}`;
}
