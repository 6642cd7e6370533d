import type { Mistake } from '../../errors.js';

/** Control characters but tab and line feed, marks that turn the reading direction, invisible joins, halves of characters. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const MAX_DEPTH = 40;

/** What a person cannot see must not be in a module that they approve. Goes over any data, before its shape is known. */
export function checkTexts(data: unknown, path = '', depth = 0): readonly Mistake[] {
  if (depth > MAX_DEPTH) return [{ path, message: `This is nested deeper than ${MAX_DEPTH} levels.` }];
  if (typeof data === 'string') return hidden(data, path);
  if (Array.isArray(data)) return data.flatMap((item, index) => checkTexts(item, `${path}[${index}]`, depth + 1));
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => checkTexts(value, path === '' ? key : `${path}.${key}`, depth + 1));
}

function hidden(text: string, path: string): readonly Mistake[] {
  const found = HIDDEN.exec(text);
  if (found === null) return [];
  const code = (text.charCodeAt(found.index)).toString(16).toUpperCase().padStart(4, '0');
  return [{ path, message: `Character ${found.index + 1} is U+${code}, which cannot be seen or turns the text around it.`, hint: 'Remove it.' }];
}
