import { nearest } from '../../nearest.js';
import { typeWords, type Type } from '../../expression/types.js';
import { templateParts } from '../template-text.js';
import type { Tell } from './law.js';
import type { SpecNames } from './spec-names.js';

/** What a path over relations from a record of `model` gives; null, and told, when it leads nowhere. */
export function checkPath(names: SpecNames, model: string | null, text: string, path: string, tell: Tell): Type | null {
  let current: Type = { kind: 'one', model };
  let many = false;
  for (const [index, segment] of text.split('.').entries()) {
    if (current.kind === 'unknown') return current;
    if (current.kind !== 'one' && current.kind !== 'many') {
      tell(path, `In \`${text}\` nothing can follow ${typeWords(current)}.`, `Leave out .${segment}.`);
      return null;
    }
    if (current.model === null) return { kind: 'unknown' };
    const owner: string = current.model;
    const next: Type | null = index === 0 && segment === 'user' ? { kind: 'one', model: 'res.users' } : index === 0 && segment === 'company' ? { kind: 'one', model: 'res.company' } : names.fieldType(owner, segment);
    if (next === null) {
      tell(path, `\`${owner}\` has no field \`${segment}\`.`, nearest(segment, names.fieldNames(owner)) || 'Name a field that is there.');
      return null;
    }
    many ||= next.kind === 'many';
    current = next;
  }
  return many && current.kind === 'one' ? { ...current, kind: 'many' } : many && current.kind !== 'many' && current.kind !== 'unknown' ? { kind: 'values', of: current } : current;
}

/** The model that a relation leads to; null when it is no relation, which is told, or when its model is not known. */
export function checkRelationPath(names: SpecNames, model: string | null, text: string, path: string, tell: Tell, most: 'one' | 'many' = 'many'): string | null {
  const type = checkPath(names, model, text, path, tell);
  if (type === null || type.kind === 'unknown') return null;
  if (type.kind === 'many' && most === 'many') return type.model;
  if (type.kind === 'one') return type.model;
  tell(path, `\`${text}\` is ${typeWords(type)}; ${most === 'one' ? 'one record' : 'a relation'} is needed.`, 'Name a relation.');
  return null;
}

/** The {{paths}} of a text lead somewhere, each to one value; no braces are left over. */
export function checkTemplate(names: SpecNames, model: string, text: string | undefined, path: string, tell: Tell): void {
  if (text === undefined) return;
  for (const part of templateParts(text)) {
    if ('text' in part) {
      if (/\{\{|\}\}/.test(part.text)) tell(path, 'Between {{ and }} stands one path, and nothing else.', 'E.g. {{partner_id.name}}; put what is calculated into a field.');
      continue;
    }
    const type = checkPath(names, model, part.path, path, tell);
    if (type?.kind === 'values' || type?.kind === 'many') tell(path, `\`${part.path}\` has many values; a text has room for one.`, 'Use a computed field that says it in one text.');
  }
}
