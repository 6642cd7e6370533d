import { parseEnv } from 'node:util';

export interface ConfLine {
  /** Counted from 1. */
  readonly line: number;
  readonly value: string;
}

export interface ConfMistake {
  readonly line: number;
  readonly message: string;
}

export interface ConfFile {
  readonly entries: ReadonlyMap<string, ConfLine>;
  readonly mistakes: readonly ConfMistake[];
}

const IGNORED = /^\s*(#.*)?$/;
/** A quote that opens a value and does not close on its line: parseEnv would keep it as a part of the value. */
const OPEN_QUOTE = /^\s*(export\s+)?[\w.-]+\s*=\s*(?:"[^"]*|'[^']*|`[^`]*)$/;

/** Lines of KEY=value as Node reads env files, one by one, so that each mistake has its line. */
export function readConf(text: string): ConfFile {
  const entries = new Map<string, ConfLine>();
  const mistakes: ConfMistake[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (IGNORED.test(raw)) continue;
    const [entry] = Object.entries(parseEnv(raw));
    if (entry === undefined) {
      mistakes.push({ line, message: 'is neither KEY=value nor a comment; write # before a comment' });
      continue;
    }
    const [key, value = ''] = entry;
    const before = entries.get(key);
    if (OPEN_QUOTE.test(raw)) mistakes.push({ line, message: `${key} has a quote that does not end on its line; end it` });
    else if (before !== undefined) mistakes.push({ line, message: `${key} stands in line ${before.line} already; keep one of them` });
    else entries.set(key, { line, value });
  }
  return { entries, mistakes };
}

/** The text with another value of one key, all else as it was. The value must need no quotes. */
export function withValue(text: string, key: string, value: string): string {
  return text.replace(new RegExp(`^([ \\t]*${key}[ \\t]*=).*$`, 'm'), (_, head: string) => `${head}${value}`);
}
