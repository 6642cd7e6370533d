import { load, YAMLException } from 'js-yaml';
import { BuilderError, type Mistake } from '../errors.js';

export const MAX_SPEC_BYTES = 512 * 1024;
/** A spec needs no aliases; a few are a convenience, many are a bomb. */
const MAX_ALIASES = 20;
const MAX_DEPTH = 40;

/** YAML 1.2 (or JSON, which is YAML) as plain data. @throws BuilderError user `spec_invalid` with line and column of the first place that is no YAML. */
export function readSpecText(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_SPEC_BYTES) throw unreadable({ path: '', message: `The spec is larger than ${MAX_SPEC_BYTES / 1024} KiB.`, hint: 'Split the module, or shorten its texts.' });
  const data = loaded(text);
  if (holdsItself(data)) throw unreadable({ path: '', message: 'A part of the spec holds itself through a YAML alias (*name).', hint: 'Write the part out.' });
  return data;
}

function loaded(text: string): unknown {
  try {
    return load(text, { maxDepth: MAX_DEPTH, maxAliases: MAX_ALIASES });
  } catch (error) {
    if (error instanceof YAMLException) throw unreadable(mistake(error), error);
    throw error;
  }
}

/** An alias may stand inside of what it names: whoever walks through that comes to no end. Each part is visited once. */
function holdsItself(data: unknown, above = new Set<object>(), done = new Set<object>()): boolean {
  if (typeof data !== 'object' || data === null || done.has(data)) return false;
  if (above.has(data)) return true;
  above.add(data);
  const found = Object.values(data).some((part) => holdsItself(part, above, done));
  above.delete(data);
  done.add(data);
  return found;
}

/** In place of the parser's own words, where those help nobody. */
const WORDS: readonly (readonly [RegExp, string, string?])[] = [
  [/^duplicated mapping key/, 'This key is there twice; keys must be unique.'],
  [/complex keys/, 'A key has to be a plain text.'],
  [/^unknown \w+ tag/, 'A spec is plain data: no !tags.'],
  [/^aliases exceeded/, 'The spec repeats itself through YAML aliases (&name, *name) too often.', 'Write the parts out.'],
  [/^nesting exceeded/, `The spec is nested deeper than ${MAX_DEPTH} levels.`],
  [/single document/, 'A spec is one document: these are multiple documents, separated by `---`.'],
  [/input is empty/, 'The spec is empty.'],
];

function mistake({ reason, mark }: YAMLException): Mistake {
  const [, message, hint] = WORDS.find(([pattern]) => pattern.test(reason)) ?? [];
  const capital = reason.charAt(0).toUpperCase() + reason.slice(1);
  return { path: mark === undefined ? '' : `line ${mark.line + 1}, column ${mark.column + 1}`, message: message ?? `${capital}.`, ...(hint === undefined ? {} : { hint }) };
}

const unreadable = (found: Mistake, cause?: unknown): BuilderError => new BuilderError('user', 'spec_invalid', 'The module spec cannot be read.', { mistakes: [found], cause });
