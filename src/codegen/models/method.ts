import { IMPORTABLE, type Imports } from '../python/imports.js';
import { brokenCode, unwrapped } from '../python/break-code.js';
import { PYTHON_WIDTH } from '../python/layout.js';

/** Lines as the body of a method in a class, below its decorators and head. */
export function method(head: string, body: readonly string[], decorators: readonly string[] = []): string {
  return [...decorators.map((decorator) => `    ${decorator}`), `    def ${head}:`, ...body.map((line) => (line === '' ? '' : `        ${line}`))].join('\n');
}

/** Code that somebody wrote for a slot, its own indentation taken off; what it uses of the usual names is imported. */
export function bodyLines(body: string, imports: Imports): string[] {
  for (const name of IMPORTABLE) if (new RegExp(`(?<![\\w.])${name}\\b`).test(body)) imports.use(name);
  const lines = body.replaceAll('\r\n', '\n').replace(/^\n+|\s+$/g, '').split('\n');
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins);
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(margin)));
}

/** `head` + code + `tail`, or with the code broken at its `and` and `or` in parentheses of its own; `depth` counts levels. */
export function condition(head: string, code: string, tail: string, depth: number): string[] {
  const bare = unwrapped(code);
  const oneLine = `${head}${bare}${tail}`;
  if (oneLine.length + depth * 4 <= PYTHON_WIDTH) return [oneLine];
  return brokenCode(head, bare, tail, PYTHON_WIDTH - depth * 4);
}
