import type { JsonSchema } from './json-schema.js';

/** Keywords of OpenAI's strict mode that say something beyond the structure; all others are dropped and hold after the way back. */
const KEPT = ['type', 'enum', 'const', 'description', 'pattern', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;
const NULL: JsonSchema = { type: 'null' };

/**
 * A JSON Schema in the dialect of strict structured outputs: every key required, what was optional may be null,
 * a record becomes a list of {key, value}, a tuple a list, no key beyond the named ones. A large shape that occurs more than
 * once is defined once: that keeps the schema short, and within the ten levels that a server allows.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema {
  return withDefinitions(strictSchema(schema));
}

function strictSchema(schema: JsonSchema): JsonSchema {
  const alternatives = members(schema.anyOf ?? schema.oneOf);
  const description = typeof schema.description === 'string' ? { description: schema.description } : {};
  if (alternatives.length > 0) return { ...description, anyOf: alternatives.map(strictSchema) };
  if (isRecord(schema)) {
    const item = { type: 'object', properties: { key: strictKey(schema), value: strictSchema(object(schema.additionalProperties)) }, required: ['key', 'value'], additionalProperties: false };
    return { ...description, type: 'array', items: item };
  }
  const kept: Record<string, unknown> = Object.fromEntries(KEPT.filter((key) => key in schema).map((key) => [key, schema[key]]));
  if (schema.type === 'object') {
    const properties = propertiesOf(schema);
    kept.properties = Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, isOptional(schema, key) ? orNull(strictSchema(inner)) : strictSchema(inner)]));
    kept.required = Object.keys(properties);
    kept.additionalProperties = false;
  }
  if (schema.type === 'array') {
    const tuple = members(schema.prefixItems);
    kept.items = tuple.length > 0 ? { anyOf: tuple.map(strictSchema) } : strictSchema(object(schema.items));
    if (tuple.length > 0) [kept.minItems, kept.maxItems] = [tuple.length, tuple.length];
  }
  return kept;
}

/** Data that fits `toStrictSchema(schema)` as data for `schema`: nulls of optional keys are left out, lists of {key, value} are records. */
export function fromStrict(schema: JsonSchema, data: unknown): unknown {
  if (isRecord(schema)) {
    if (!Array.isArray(data)) return data;
    const value = object(schema.additionalProperties);
    return Object.fromEntries(data.filter(isObject).map((entry) => [String(entry.key), fromStrict(value, entry.value)]));
  }
  if (schema.type === 'array' && Array.isArray(data)) {
    const items = members(schema.prefixItems);
    return data.map((item, index) => fromStrict(items[index] ?? object(schema.items), item));
  }
  if (schema.type === 'object' && isObject(data)) {
    const properties = propertiesOf(schema);
    return Object.fromEntries(Object.entries(data)
      .filter(([key, value]) => !(value === null && isOptional(schema, key)))
      .map(([key, value]) => [key, fromStrict(properties[key] ?? {}, value)]));
  }
  return data;
}

/** The way there, for examples in prompts: data of `schema` with every key present. The inverse of `fromStrict`. */
export function toStrict(schema: JsonSchema, data: unknown): unknown {
  if (isRecord(schema) && isObject(data)) {
    return Object.entries(data).map(([key, value]) => ({ key, value: toStrict(object(schema.additionalProperties), value) }));
  }
  if (schema.type === 'array' && Array.isArray(data)) {
    const items = members(schema.prefixItems);
    return data.map((item, index) => toStrict(items[index] ?? object(schema.items), item));
  }
  if (schema.type === 'object' && isObject(data)) {
    return Object.fromEntries(Object.entries(propertiesOf(schema)).map(([key, inner]) => [key, data[key] === undefined ? null : toStrict(inner, data[key])]));
  }
  return data;
}

/** Objects with fewer keys are as short as a reference to them. */
const LARGE = 10;

function withDefinitions(whole: JsonSchema): JsonSchema {
  const counts = new Map<string, number>();
  const count = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(count);
    if (!isObject(node)) return;
    if (node.type === 'object' && Object.keys(propertiesOf(node)).length >= LARGE) {
      const shape = JSON.stringify(node);
      counts.set(shape, (counts.get(shape) ?? 0) + 1);
    }
    Object.values(node).forEach(count);
  };
  count(whole);
  const shared = [...counts].filter(([, times]) => times > 1).map(([shape]) => shape);
  if (shared.length === 0) return whole;
  const replaced = (node: unknown, own: string | null): unknown => {
    if (Array.isArray(node)) return node.map((item) => replaced(item, null));
    if (!isObject(node)) return node;
    const at = shared.indexOf(JSON.stringify(node));
    if (at >= 0 && shared[at] !== own) return { $ref: `#/$defs/shape_${at + 1}` };
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaced(value, null)]));
  };
  const definitions = Object.fromEntries(shared.map((shape, at) => [`shape_${at + 1}`, replaced(JSON.parse(shape), shape)]));
  return { ...object(replaced(whole, null)), $defs: definitions };
}

function orNull(schema: JsonSchema): JsonSchema {
  const inner = members(schema.anyOf);
  if (inner.length > 0) return inner.some((one) => one.type === 'null') ? schema : { ...schema, anyOf: [...inner, NULL] };
  const { description, ...rest } = schema;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, NULL] };
}

function strictKey(schema: JsonSchema): JsonSchema {
  return strictSchema({ type: 'string', ...object(schema.propertyNames) });
}

/** An object with free keys. */
function isRecord(schema: JsonSchema): boolean {
  return schema.type === 'object' && schema.properties === undefined && isObject(schema.additionalProperties);
}

function isOptional(schema: JsonSchema, key: string): boolean {
  return !(Array.isArray(schema.required) && schema.required.includes(key));
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(object(schema.properties)).map(([key, value]) => [key, object(value)]));
}

function members(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function object(value: unknown): JsonSchema {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
