import type { z } from 'zod/v4';
import type { Mistake } from '../../domain/errors.js';

/** What zod found in a request, unknown keys by their names. */
export function mistakesOf(error: z.ZodError): readonly Mistake[] {
  return error.issues.flatMap((issue): Mistake[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: `There is no such key as "${key}" here.` }));
  });
}
