import { load } from 'js-yaml';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { parseModuleSpec } from '../domain/module-spec/parse.js';

/** Longer than any spec that a person sends; parseModuleSpec has the limit that counts. */
const MAX_TEXT = 512 * 1024;
/** Keys of which a ModuleSpec has all, and a sentence with a colon has none or one. */
const TELLING_KEYS = ['name', 'title', 'acceptance', 'models', 'summary'];
const ENOUGH_KEYS = 2;

/**
 * The ModuleSpec that somebody sent as their feedback, in YAML or JSON, bare or between ``` fences; null when the text is prose.
 * @throws BuilderError user `spec_invalid` when it is a ModuleSpec with mistakes
 */
export function sentSpec(text: string): ModuleSpec | null {
  const bare = /^\s*```(?:ya?ml|json)?[ \t]*\n([\s\S]*?)\n```\s*$/.exec(text)?.[1] ?? text;
  return looksLikeSpec(bare) ? parseModuleSpec(bare) : null;
}

function looksLikeSpec(text: string): boolean {
  if (text.length > MAX_TEXT) return false;
  try {
    const value: unknown = load(text, { maxAliases: 0, json: true });
    return typeof value === 'object' && value !== null && TELLING_KEYS.filter((key) => Object.hasOwn(value, key)).length >= ENOUGH_KEYS;
  } catch {
    // Prose often is no YAML; a spec that is broken YAML still begins its lines with our keys.
    return TELLING_KEYS.filter((key) => new RegExp(`^${key}:`, 'm').test(text)).length >= ENOUGH_KEYS;
  }
}
