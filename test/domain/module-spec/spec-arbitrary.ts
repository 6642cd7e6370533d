import fc from 'fast-check';
import type { JsonSchema } from '../../../src/domain/module-spec/json-schema.js';

/** Random data in the shape of a JSON Schema (types, keys, enums; not patterns). An optional key is given or left out, never null. */
export function dataOf(schema: JsonSchema, optional = false): fc.Arbitrary<unknown> {
  const alternatives = (schema.anyOf ?? []) as JsonSchema[];
  if (alternatives.length > 0) return fc.oneof(...alternatives.filter((one) => !(optional && one.type === 'null')).map((one) => dataOf(one)));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  switch (schema.type) {
    case 'string': return fc.string({ maxLength: 5 });
    case 'integer': return fc.integer();
    case 'number': return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    case 'boolean': return fc.boolean();
    case 'null': return fc.constant(null);
    case 'array': {
      const tuple = schema.prefixItems as JsonSchema[] | undefined;
      return tuple === undefined ? fc.array(dataOf(schema.items as JsonSchema), { maxLength: 2 }) : fc.tuple(...tuple.map((item) => dataOf(item)));
    }
    case 'object': {
      if (schema.properties === undefined) return fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), dataOf(schema.additionalProperties as JsonSchema), { maxKeys: 3, noNullPrototype: true });
      const required = (schema.required ?? []) as string[];
      const shape = Object.fromEntries(Object.entries(schema.properties as Record<string, JsonSchema>).map(([key, inner]) => [key, dataOf(inner, !required.includes(key))]));
      return fc.record(shape, { requiredKeys: required, noNullPrototype: true });
    }
    default: throw new Error(`no data for ${JSON.stringify(schema).slice(0, 200)}`);
  }
}
