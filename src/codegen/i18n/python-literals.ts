/** Reading of Python that our printers, or a coder, wrote: only calls and the literals in them, never what runs. */

/** The arguments of a call, as they are written; by place and by name. */
export interface Arguments {
  readonly positional: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

const STRING = /^(?:[rRuU]?)("""|'''|"|')/;

/** Where the literal that begins at `at` ends; null when none begins there. */
function stringEnd(code: string, at: number): number | null {
  const quote = STRING.exec(code.slice(at, at + 4))?.[1];
  if (quote === undefined) return null;
  let i = code.indexOf(quote, at) + quote.length;
  while (i < code.length && !code.startsWith(quote, i)) i += code[i] === '\\' ? 2 : 1;
  return i + quote.length;
}

/** Splits what stands between the bracket before `start` and the one that closes it. */
export function argumentsAt(code: string, start: number): Arguments {
  const parts: string[] = [];
  let depth = 0;
  let begun = start;
  let i = start;
  for (; i < code.length; i += 1) {
    const end = /[rRuU"']/.test(code[i] ?? '') && !/\w/.test(code[i - 1] ?? '') ? stringEnd(code, i) : null;
    if (end !== null) {
      i = end - 1;
      continue;
    }
    const character = code[i] ?? '';
    if (character === '#') i = code.indexOf('\n', i);
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      if (depth === 0) break;
      depth -= 1;
    } else if (character === ',' && depth === 0) {
      parts.push(code.slice(begun, i));
      begun = i + 1;
    }
    if (i < 0) break;
  }
  parts.push(code.slice(begun, i));
  const positional: string[] = [];
  const named = new Map<string, string>();
  for (const part of parts.map((text) => text.trim()).filter((text) => text !== '')) {
    const name = /^([a-z_]\w*)\s*=(?!=)/.exec(part);
    if (name?.[1] === undefined) positional.push(part);
    else named.set(name[1], part.slice(name[0].length).trim());
  }
  return { positional, named };
}

/** The text of one or several literals beside each other, in brackets or not; null for anything else. */
export function textOf(code: string | undefined): string | null {
  if (code === undefined) return null;
  let rest = code.trim();
  while (rest.startsWith('(') && rest.endsWith(')')) rest = rest.slice(1, -1).trim();
  let text = '';
  while (rest !== '') {
    const end = stringEnd(rest, 0);
    if (end === null || end > rest.length) return null;
    const quote = STRING.exec(rest)?.[1] ?? '"';
    text += decoded(rest.slice(rest.indexOf(quote) + quote.length, end - quote.length));
    rest = rest.slice(end).trim();
  }
  return text;
}

/** The items of a list or tuple. */
export function itemsOf(code: string | undefined): readonly string[] {
  return code !== undefined && /^[[(]/.test(code) ? argumentsAt(code, 1).positional : [];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'", '\n': '' };

function decoded(body: string): string {
  return body.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/gi, (whole, x?: string, u?: string, U?: string, one?: string) => {
    const code = x ?? u ?? U;
    return code === undefined ? ESCAPES[one ?? ''] ?? whole : String.fromCodePoint(parseInt(code, 16));
  });
}
