import { BuilderError, type Mistake } from '../../src/domain/errors.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';

export type Data = Record<string, unknown>;
/** A place such as `models[0].fields[1].type` and what stands there then; undefined takes the key away. */
export type Change = readonly [path: string, value: unknown];

/** Changes the spec in place. */
export function withChanges(spec: Data, changes: readonly Change[]): Data {
  for (const [path, value] of changes) {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
    const last = keys.pop() ?? '';
    let at: unknown = spec;
    for (const key of keys) at = (at as Data)[key];
    if (value === undefined) delete (at as Data)[last];
    else (at as Data)[last] = value;
  }
  return spec;
}

export function mistakesOf(input: unknown): readonly Mistake[] {
  try {
    parseModuleSpec(input);
    return [];
  } catch (error) {
    if (error instanceof BuilderError) return error.mistakes;
    throw error;
  }
}
