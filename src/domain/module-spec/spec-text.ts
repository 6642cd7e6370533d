import { LineCounter, parseDocument } from 'yaml';
import { BuilderError, type Mistake } from '../errors.js';

export const MAX_SPEC_BYTES = 512 * 1024;
/** A spec needs no aliases; a few are a convenience, many are a bomb. */
const MAX_ALIASES = 20;
const MAX_DEPTH = 40;

/** YAML (or JSON, which is YAML) as plain data. @throws BuilderError user `spec_invalid` with line and column of each mistake. */
export function readSpecText(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_SPEC_BYTES) throw unreadable([{ path: '', message: `The spec is larger than ${MAX_SPEC_BYTES / 1024} KiB.`, hint: 'Split the module, or shorten its texts.' }]);
  if (nesting(text) > MAX_DEPTH) throw unreadable([{ path: '', message: `The spec is nested deeper than ${MAX_DEPTH} levels.` }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { uniqueKeys: true, merge: false, prettyErrors: false, lineCounter: lines, strict: true });
  const mistakes = [...document.errors, ...document.warnings].map((error): Mistake => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { path: `line ${line}, column ${col}`, message: error.message };
  });
  if (mistakes.length > 0) throw unreadable(mistakes);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    throw unreadable([{ path: '', message: 'The spec repeats itself through YAML aliases (&name, *name) too often.', hint: 'Write the parts out.' }], cause);
  }
}

function unreadable(mistakes: readonly Mistake[], cause?: unknown): BuilderError {
  return new BuilderError('user', 'spec_invalid', 'The module spec cannot be read.', { mistakes, cause });
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
