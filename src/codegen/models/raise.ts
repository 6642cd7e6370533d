import type { Imports } from '../python/imports.js';
import { call, layout, text } from '../python/layout.js';

/** `raise UserError(self.env._("…"))` as lines for `depth` levels, without that indentation. */
export function raiseLines(error: 'AccessError' | 'UserError' | 'ValidationError', message: string, depth: number, imports: Imports): string[] {
  const code = call(imports.use(error), [call('self.env._', [text(message)])]);
  return layout(code, depth, 'raise ').split('\n').map((line, i) => (i === 0 ? line : line.slice(depth * 4)));
}
