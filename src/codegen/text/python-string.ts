/** Characters that may stand in a source file as they are: no controls, no surrogates, nothing that reorders or hides text. */
const PLAIN = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u;
/** Combining, joining and filling characters that editors show as something else, or not at all. */
const HIDING = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]/u;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text as a Python literal, in double quotes unless those would need escapes: what CPython reads from it is the text again.
 * A lone surrogate, which no UTF-8 file and no database can hold, becomes U+FFFD.
 */
export function pythonString(text: string): string {
  return quoted(text, '"');
}

/** The same in the quotes that suit the place, e.g. single ones in an XML attribute. */
export function quoted(text: string, wanted: '"' | "'"): string {
  const other = wanted === '"' ? "'" : '"';
  const quote = text.includes(wanted) && !text.includes(other) ? other : wanted;
  return quote + [...text.toWellFormed()].map((character) => (character === quote ? `\\${quote}` : escaped(character))).join('') + quote;
}

function escaped(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  if (character === ' ' || (PLAIN.test(character) && !HIDING.test(character))) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** A text for a comment or docstring: one line, printable, without quotes or backslashes that could end the docstring. */
export function pythonProse(text: string): string {
  const line = [...text.toWellFormed()].map((character) => (/\s/u.test(character) ? ' ' : PLAIN.test(character) && !HIDING.test(character) ? character : '')).join('');
  return line.replaceAll('\\', '/').replaceAll('"', "'").replace(/ +/g, ' ').trim();
}
