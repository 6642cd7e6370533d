/** Where Python binds least: a long expression is broken there first. */
const BREAKS = [[' if ', ' else '], [' or '], [' and '], [' + ', ' - ']] as const;

/** An expression as lines that each begin with an operator, broken outside of brackets and texts only; one line when it has no such place. */
export function breakCode(code: string): string[] {
  for (const operators of BREAKS) {
    const places = topLevel(code, operators);
    if (places.length === 0) continue;
    return [0, ...places].map((start, i) => code.slice(start, places[i]).trim());
  }
  return [code];
}

/** Where the operators stand outside of brackets and texts. */
function topLevel(code: string, operators: readonly string[]): number[] {
  const found: number[] = [];
  let depth = 0;
  let quote = '';
  for (let i = 0; i < code.length; i += 1) {
    const character = code.charAt(i);
    if (quote !== '') {
      if (character === '\\') i += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0 && operators.some((operator) => code.startsWith(operator, i))) found.push(i);
  }
  return found;
}
