import { brokenCode } from './break-code.js';
import { pythonString } from '../text/python-string.js';

/** Python as a tree that is laid out when its width is known: a finished piece, a text, or brackets with items. */
export type Code = string | Text | Brackets;
interface Text { readonly kind: 'text'; readonly text: string }
interface Brackets { readonly kind: 'brackets'; readonly open: string; readonly items: readonly Item[]; readonly close: string }
interface Item { readonly prefix: string; readonly code: Code }

/** As the formatter that most Odoo teams use. */
export const PYTHON_WIDTH = 88;
const INDENT = '    ';

/** A person's text, as a string literal that is cut into several lines when it is long. */
export const text = (value: string): Code => ({ kind: 'text', text: value });

const brackets = (open: string, items: readonly Item[], close: string): Code => ({ kind: 'brackets', open, items, close });

/** `name(first, key=value)`; arguments whose value is undefined are left out. */
export function call(name: string, positional: readonly Code[], keywords: Readonly<Record<string, Code | undefined>> = {}): Code {
  const named = Object.entries(keywords).flatMap(([key, code]) => (code === undefined ? [] : [{ prefix: `${key}=`, code }]));
  return brackets(`${name}(`, [...positional.map((code) => ({ prefix: '', code })), ...named], ')');
}

export const list = (items: readonly Code[]): Code => brackets('[', items.map((code) => ({ prefix: '', code })), ']');

/** A tuple of two or more. */
export const tuple = (items: readonly Code[]): Code => brackets('(', items.map((code) => ({ prefix: '', code })), ')');

export const dict = (entries: readonly (readonly [string, Code])[]): Code =>
  brackets('{', entries.map(([key, code]) => ({ prefix: `${pythonString(key)}: `, code })), '}');

/** On one line, whatever its length. */
export function flat(code: Code): string {
  if (typeof code === 'string') return code;
  if (code.kind === 'text') return pythonString(code.text);
  return code.open + code.items.map((item) => item.prefix + flat(item.code)).join(', ') + code.close;
}

/**
 * Laid out for a statement at `depth` levels: `before` is what stands on the line already, `after` what follows.
 * @returns lines without the indentation of the first one, joined by line feeds.
 */
export function layout(code: Code, depth: number, before = '', after = ''): string {
  const oneLine = before + flat(code) + after;
  if (oneLine.length + depth * INDENT.length <= PYTHON_WIDTH) return oneLine;
  const inner = INDENT.repeat(depth + 1);
  const outer = INDENT.repeat(depth);
  if (typeof code === 'string') {
    if (code.startsWith('lambda')) return oneLine;
    return brokenCode(before, code, after, PYTHON_WIDTH - outer.length).map((line, i) => (i === 0 ? line : outer + line)).join('\n');
  }
  if (code.kind === 'text') {
    const pieces = cut(code.text, PYTHON_WIDTH - inner.length - 2);
    return pieces.length < 2 ? oneLine : `${before}(\n${pieces.map((piece) => inner + pythonString(piece)).join('\n')}\n${outer})${after}`;
  }
  const only = code.items[0];
  if (code.items.length === 1 && only !== undefined && only.prefix === '' && typeof only.code !== 'string' && only.code.kind === 'text') {
    const pieces = cut(only.code.text, PYTHON_WIDTH - inner.length - 2);
    return `${before}${code.open}\n${pieces.map((piece) => inner + pythonString(piece)).join('\n')}\n${outer}${code.close}${after}`;
  }
  const lines = code.items.map((item) => inner + layout(item.code, depth + 1, item.prefix, ','));
  return `${before}${code.open}\n${lines.join('\n')}\n${outer}${code.close}${after}`;
}

/** At spaces, each piece but the last ending with its space; a word that is too long stays whole. */
function cut(value: string, width: number): string[] {
  const pieces: string[] = [];
  for (const word of value.split(/(?<= )/)) {
    const last = pieces.at(-1);
    if (last !== undefined && pythonString(last + word).length - 2 <= width) pieces[pieces.length - 1] = last + word;
    else pieces.push(word);
  }
  return pieces;
}
