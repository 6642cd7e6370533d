import type { z } from 'zod/v4';
import type { Mistake } from '../../domain/errors.js';
import { pathText } from '../../domain/module-spec/schema-mistakes.js';
import { nearest } from '../../domain/nearest.js';

/** What zod found in a request, unknown keys by their names. `known`: keys of the request itself. */
export function mistakesOf(error: z.ZodError, known: readonly string[]): readonly Mistake[] {
  return error.issues.flatMap((issue): Mistake[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), message: issue.message }];
    const hintFor = (key: string): string => (issue.path.length > 0 ? '' : nearest(key, known) || `Known keys: ${known.join(', ')}.`);
    return issue.keys.map((key) => {
      const hint = hintFor(key);
      return { path: pathText([...issue.path, key]), message: `There is no key \`${key}\` here.`, ...(hint === '' ? {} : { hint }) };
    });
  });
}
