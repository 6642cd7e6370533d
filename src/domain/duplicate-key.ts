const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The first key that stands twice in one object of a JSON text; null when none does. JSON.parse would take the last of
 * them without a word, and which of the two was meant nobody knows.
 */
export function duplicateKey(json: string): string | null {
  const open: (Set<string> | null)[] = [];
  let text: string | null = null;
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === ':' && text !== null) {
      const keys = open.at(-1);
      const key = JSON.parse(text) as string;
      if (keys?.has(key) === true) return key;
      keys?.add(key);
    }
    text = token.startsWith('"') ? token : null;
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
  }
  return null;
}
