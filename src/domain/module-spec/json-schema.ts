import { z } from 'zod/v4';
import { moduleSpec } from './module-spec.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

let made: JsonSchema | null = null;

/** The JSON Schema (2020-12) of what a person may write: keys with defaults may be left out. Also in schemas/module-spec.schema.json. */
export function moduleSpecJsonSchema(): JsonSchema {
  made ??= z.toJSONSchema(moduleSpec, { io: 'input' }) as JsonSchema;
  return made;
}
