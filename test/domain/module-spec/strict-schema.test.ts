import fc from 'fast-check';
import { dataOf } from './spec-arbitrary.js';
import { moduleSpecJsonSchema, type JsonSchema } from '../../../src/domain/module-spec/json-schema.js';
import { fromStrict, toStrict, toStrictSchema } from '../../../src/domain/module-spec/strict-schema.js';

const strict = toStrictSchema(moduleSpecJsonSchema());

function walk(schema: JsonSchema, visit: (schema: JsonSchema, depth: number) => void, depth = 0): void {
  visit(schema, depth);
  const inner = depth + (schema.type === 'object' ? 1 : 0);
  for (const property of Object.values((schema.properties ?? {}) as Record<string, JsonSchema>)) walk(property, visit, inner);
  if (schema.items !== undefined) walk(schema.items as JsonSchema, visit, inner);
  for (const one of (schema.anyOf ?? []) as JsonSchema[]) walk(one, visit, inner);
  for (const one of Object.values((schema.$defs ?? {}) as Record<string, JsonSchema>)) walk(one, visit);
}

test('the strict schema keeps the limits of structured outputs: 10 levels, 5000 properties, 1000 enum values', () => {
  let properties = 0;
  let deepest = 0;
  let enums = 0;
  walk(strict, (schema, depth) => {
    properties += Object.keys((schema.properties ?? {}) as object).length;
    deepest = Math.max(deepest, depth);
    enums += Array.isArray(schema.enum) ? schema.enum.length : 0;
  });
  expect(deepest).toBeLessThanOrEqual(10);
  expect(properties).toBeGreaterThan(100);
  expect(properties).toBeLessThanOrEqual(5000);
  expect(enums).toBeLessThanOrEqual(1000);
});

test('every object requires all its keys and allows no other, and no unsupported keyword is left', () => {
  const allowed = new Set(['type', 'enum', 'const', 'description', 'pattern', 'minimum', 'maximum', 'minItems', 'maxItems', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', '$ref', '$defs']);
  walk(strict, (schema) => {
    expect(Object.keys(schema).filter((key) => !allowed.has(key))).toEqual([]);
    if (schema.type !== 'object') return;
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(Object.keys(schema.properties as object));
  });
});

test('what is shared is defined once, and every reference leads to a definition', () => {
  const definitions = Object.keys(strict.$defs as object);
  const references: string[] = [];
  walk(strict, (schema) => { if (typeof schema.$ref === 'string') references.push(schema.$ref); });
  expect(definitions.length).toBeGreaterThan(0);
  expect([...new Set(references)].toSorted()).toEqual(definitions.map((name) => `#/$defs/${name}`).toSorted());
  expect(references.length).toBeGreaterThan(definitions.length);
});

test('any data of the schema survives the way to the strict form and back', () => {
  fc.assert(fc.property(dataOf(moduleSpecJsonSchema()), (data) => {
    expect(fromStrict(moduleSpecJsonSchema(), toStrict(moduleSpecJsonSchema(), data))).toEqual(data);
  }), { numRuns: 200 });
});

test('what is null in the strict form is left out, and lists of key and value become records', () => {
  const schema: JsonSchema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'object', additionalProperties: { type: 'number' } } }, required: ['b'] };
  expect(fromStrict(schema, { a: null, b: [{ key: 'x', value: 1 }] })).toEqual({ b: { x: 1 } });
});
