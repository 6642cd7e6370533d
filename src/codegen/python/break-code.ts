/** Where Python binds least: a long expression is broken there first. */
const BREAKS = [[' if ', ' else '], [' or '], [' and '], [' < ', ' <= ', ' > ', ' >= ', ' == ', ' != '], [' + ', ' - ']] as const;

/**
 * `head` + an expression that is too long for its line + `tail` as lines, the first one without indentation.
 * It is broken before operators, in parentheses of its own, or inside of the brackets at its end.
 * @param width columns that a line has from where the first one begins.
 */
export function brokenCode(head: string, code: string, tail: string, width: number): string[] {
  const parts = pieces(code);
  if (parts.length > 1) return [`${head}(`, ...parts.flatMap((part) => (part.length + 4 <= width ? [part] : nested(part, width - 4))).map((part) => `    ${part}`), `)${tail}`];
  const open = /[)\]]$/.test(code) ? matching(code) : -1;
  // A comma at the end of what stands in `[…]` after a name would make a tuple of it.
  if (open < 0 || (open === 0 && code.endsWith(')')) || (code.endsWith(']') && /[\w)\]]/.test(code.charAt(open - 1)))) return [`${head}${code}${tail}`];
  const args = split(code.slice(open + 1, -1), topLevel(code.slice(open + 1, -1), [', ']));
  const lines = args.map((arg) => arg.replace(/^, /, '')).flatMap((arg) => (arg.length + 5 <= width ? [`${arg},`] : brokenCode('', arg, ',', width - 4)));
  return [`${head}${code.slice(0, open + 1)}`, ...lines.map((line) => `    ${line}`), `${code.slice(-1)}${tail}`];
}

/** Parentheses around the whole of it are taken off. */
export function unwrapped(code: string): string {
  return code.startsWith('(') && code.endsWith(')') && matching(code) === 0 && topLevel(code.slice(1, -1), [', ', ',']).length === 0 ? code.slice(1, -1) : code;
}

function nested(part: string, width: number): string[] {
  const [first, ...rest] = pieces(part);
  if (rest.length === 0) return brokenCode('', part, '', width);
  return [first ?? part, ...rest.map((line) => `    ${line}`)];
}

function pieces(code: string): string[] {
  for (const operators of BREAKS) {
    const places = topLevel(code, operators);
    if (places.length > 0) return split(code, places).map((piece) => piece.trim());
  }
  return [code];
}

function split(code: string, places: readonly number[]): string[] {
  return [0, ...places].map((start, i) => code.slice(start, places[i]));
}

/** Where the bracket opens that closes at the end. */
function matching(code: string): number {
  let open = -1;
  scan(code, (i, depth) => {
    if (depth === 0 && '([{'.includes(code.charAt(i))) open = i;
  });
  return open;
}

/** Where the operators stand outside of brackets and texts. */
function topLevel(code: string, operators: readonly string[]): number[] {
  const found: number[] = [];
  scan(code, (i, depth) => {
    if (depth === 0 && operators.some((operator) => code.startsWith(operator, i))) found.push(i);
  });
  return found;
}

/** Visits what is code, not text, with the number of brackets that are open before it. */
function scan(code: string, visit: (index: number, depth: number) => void): void {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < code.length; i += 1) {
    const character = code.charAt(i);
    if (quote !== '') {
      if (character === '\\') i += 1;
      else if (character === quote) quote = '';
      continue;
    }
    if (')]}'.includes(character)) depth -= 1;
    visit(i, depth);
    if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
  }
}
