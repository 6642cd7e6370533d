import type { z } from 'zod/v4';
import type { Mistake } from '../../domain/errors.js';
import { pathText } from '../../domain/module-spec/schema-mistakes.js';

/** What zod found in a request, unknown keys by their names. */
export function mistakesOf(error: z.ZodError): readonly Mistake[] {
  return error.issues.flatMap((issue): Mistake[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), message: issue.message }];
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: `There is no key \`${key}\` here.` }));
  });
}
