import { isScalar, LineCounter, parseDocument, visit, type Document, type ErrorCode } from 'yaml';
import { BuilderError, firstMistakes, type Mistake } from '../errors.js';

export const MAX_SPEC_BYTES = 512 * 1024;
/** A spec needs no aliases; a few are a convenience, many are a bomb. */
const MAX_ALIASES = 20;
const MAX_DEPTH = 40;

/** YAML (or JSON, which is YAML) as plain data. @throws BuilderError user `spec_invalid` with line and column of each mistake. */
export function readSpecText(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_SPEC_BYTES) throw unreadable([{ path: '', message: `The spec is larger than ${MAX_SPEC_BYTES / 1024} KiB.`, hint: 'Split the module, or shorten its texts.' }]);
  if (nesting(text) > MAX_DEPTH) throw unreadable([{ path: '', message: `The spec is nested deeper than ${MAX_DEPTH} levels.` }]);
  const lines = new LineCounter();
  // The parser's own look for repeated keys compares each with each: a minute for 30 000 of them.
  const document = parseDocument(text, { uniqueKeys: false, stringKeys: true, merge: false, prettyErrors: false, lineCounter: lines, strict: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) throw unreadable(errors.map(({ code, pos, message }) => ({ path: at(pos[0]), message: WORDS[code] ?? sentence(message) })));
  const { aliases, repeatedKeys } = survey(document);
  if (repeatedKeys.length > 0) throw unreadable(repeatedKeys.map(({ key, offset }) => ({ path: at(offset), message: `The key \`${key}\` is there twice; keys must be unique.` })));
  if (aliases > MAX_ALIASES) throw tooManyAliases();
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    throw tooManyAliases(cause);
  }
}

/** In place of the parser's own words, where those help nobody. */
const WORDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  NON_STRING_KEY: 'A key has to be a plain text.',
  TAG_RESOLVE_FAILED: 'A spec is plain data: no !tags.',
};

const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

interface Survey {
  readonly aliases: number;
  readonly repeatedKeys: readonly { readonly key: string; readonly offset: number }[];
}

/** One walk through the document. */
function survey(document: Document): Survey {
  let aliases = 0;
  const repeatedKeys: { key: string; offset: number }[] = [];
  visit(document, {
    Alias: () => void (aliases += 1),
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) repeatedKeys.push({ key: String(key.value), offset: key.range?.[0] ?? 0 });
        seen.add(key.value);
      }
    },
  });
  return { aliases, repeatedKeys };
}

const tooManyAliases = (cause?: unknown): BuilderError =>
  unreadable([{ path: '', message: 'The spec repeats itself through YAML aliases (&name, *name) too often.', hint: 'Write the parts out.' }], cause);

function unreadable(mistakes: readonly Mistake[], cause?: unknown): BuilderError {
  const { told, more } = firstMistakes(mistakes);
  return new BuilderError('user', 'spec_invalid', `The module spec cannot be read.${more}`, { mistakes: told, cause });
}

/** An upper bound of the nesting, so that no parser recurses without end: open brackets on the way and the indentation of block lists. */
function nesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, (open += 1));
    else if (character === ']' || character === '}') open = Math.max(0, open - 1);
  }
  const dashes = text.match(/^[ \t]*(?:[-?][ \t]+)+/gm) ?? [];
  return Math.max(deepest, ...dashes.map((prefix) => (prefix.match(/[-?]/g) ?? []).length));
}
