import type { ModuleFile } from './module-file.js';

/** A longer one is no cure to learn from, it is another module. */
const MAX_PATCH = 2000;
const CONTEXT = 1;

/**
 * What changed between two trees, as lines with - and +, without anybody's own words: comments are dropped and texts of
 * several words are cut to "…", because it is shown to the writers of other modules. Null when nothing or too much changed.
 */
export function anonymousPatch(before: readonly ModuleFile[], after: readonly ModuleFile[]): string | null {
  const old = new Map(before.map(({ path, content }) => [path, content]));
  const parts = after.flatMap(({ path, content }) => {
    const was = old.get(path);
    return typeof content !== 'string' || (was !== undefined && typeof was !== 'string') || was === content ? [] : [`${kindOf(path)}\n${changedLines(was ?? '', content)}`];
  });
  const patch = parts.join('\n');
  return patch === '' || patch.length > MAX_PATCH ? null : patch;
}

/** `models/*.py`: the folder says enough. */
const kindOf = (path: string): string => path.replace(/[^/]+(\.\w+)$/, '*$1');

/** The lines between what both have at their beginning and at their end. */
function changedLines(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(old.length, fresh.length) && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, fresh.length) - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const said = (mark: string, lines: readonly string[]): string[] => lines.map(withoutWords).filter((line) => line.trim() !== '').map((line) => mark + line);
  return [
    ...said(' ', old.slice(Math.max(0, head - CONTEXT), head)),
    ...said('-', old.slice(head, old.length - tail)),
    ...said('+', fresh.slice(head, fresh.length - tail)),
  ].join('\n');
}

/** Two words beside each other; code between quotes (a domain, a name) has none. */
const PROSE = /\p{L}{2,}[\s,.]+\p{L}{2,}/u;

function withoutWords(line: string): string {
  return line
    .replaceAll(/"""[^"]*(?:"""|$)/g, '')
    .replaceAll(/"[^"]*"|'[^']*'/g, (text) => (PROSE.test(text) ? `${text[0] ?? ''}…${text[0] ?? ''}` : text))
    .replaceAll(/>([^<>]*)</g, (text) => (PROSE.test(text) ? '>…<' : text))
    .replace(/(^|\s)#.*$/, '$1')
    .replaceAll(/<!--.*?(?:-->|$)/g, '')
    .trimEnd();
}
