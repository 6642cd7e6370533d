import type { z } from 'zod/v4';
import { MAX_MISTAKES, type Mistake } from '../errors.js';
import { nearest } from '../nearest.js';
import { moduleSpecJsonSchema, type JsonSchema } from './json-schema.js';

type Issue = z.core.$ZodIssue;

/** How many mistakes zod's issues are: each unknown key is one. */
export function countMistakes(issues: readonly Issue[]): number {
  return issues.reduce((count, issue) => count + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

/** zod's issues in words: which place, what is wrong, what belongs there. Of a flood the first ones, each with a hint, and no more. */
export function schemaMistakes(issues: readonly Issue[], data: unknown): readonly Mistake[] {
  return issues.slice(0, MAX_MISTAKES).flatMap((issue): readonly Mistake[] => {
    const path = pathText(issue.path);
    const schema = schemaAt(issue.path);
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(isObject(schema?.properties) ? schema.properties : {});
      return issue.keys.slice(0, MAX_MISTAKES).map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: `There is no key \`${key}\` here.`, hint: nearest(key, known) || `Known keys: ${known.join(', ')}.` }));
    }
    const hint = typeof schema?.description === 'string' ? { hint: schema.description } : {};
    if (valueAt(data, issue.path) === undefined) return [{ path, message: path === '' ? 'The spec is empty.' : `\`${last(issue.path)}\` is missing.`, ...hint }];
    const message = issue.code === 'invalid_format' && 'hint' in hint ? 'This is not written in the way that it has to be.' : messageOf(issue);
    return [{ path, message, ...(issue.code === 'invalid_value' ? enumHint(issue, valueAt(data, issue.path)) : hint) }];
  });
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': return `This has to be ${article(issue.expected)}.`;
    case 'too_small': return issue.origin === 'string' ? (issue.minimum === 1 ? 'This must not be empty.' : `At least ${issue.minimum} characters.`) : issue.origin === 'array' ? `At least ${issue.minimum} of these.` : `At least ${issue.minimum}.`;
    case 'too_big': return issue.origin === 'string' ? `At most ${issue.maximum} characters.` : issue.origin === 'array' ? `At most ${issue.maximum} of these.` : `At most ${issue.maximum}.`;
    case 'invalid_value': return `This has to be one of: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_format': return issue.format === 'url' ? 'This is no web address.' : `This is written differently: it has to match ${issue.pattern ?? issue.format}.`;
    case 'invalid_key': return 'This is no field name: small letters, digits and underscores.';
    case 'invalid_union': return 'This has to be a text, a number, true, false, null, or a list of texts.';
    default: return issue.message;
  }
}

function enumHint(issue: Issue & { code: 'invalid_value' }, value: unknown): { readonly hint?: string } {
  const hint = typeof value === 'string' ? nearest(value, issue.values.map(String)) : '';
  return hint === '' ? {} : { hint };
}

function article(expected: string): string {
  const names: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', tuple: 'a list of two numbers', object: 'a set of keys', record: 'a set of keys' };
  return names[expected] ?? expected;
}

/** `models[0].fields[2].comodel` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`), '');
}

function last(path: readonly PropertyKey[]): string {
  return String(path[path.length - 1] ?? '');
}

export function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined), data);
}

function schemaAt(path: readonly PropertyKey[]): JsonSchema | null {
  return path.reduce<JsonSchema | null>((schema, part) => {
    if (schema === null) return null;
    const inner = typeof part === 'number' ? schema.items : isObject(schema.properties) ? (Object.hasOwn(schema.properties, String(part)) ? schema.properties[String(part)] : undefined) : schema.additionalProperties;
    return isObject(inner) ? inner : null;
  }, moduleSpecJsonSchema());
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
