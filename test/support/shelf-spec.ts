import { moduleSpecJsonSchema } from '../../src/domain/module-spec/json-schema.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { toStrict } from '../../src/domain/module-spec/strict-schema.js';

const criterion = {
  id: 'AC-1', title: 'A shelf has a name', given: 'nothing', when: 'a shelf named Oak is made', then: 'it is named Oak',
  scenario: [
    { do: 'create', model: 'shelf.shelf', as: 'oak', values: { name: 'Oak', places: 3 } },
    { do: 'expect', record: 'oak', that: "name == 'Oak'" },
  ],
};

const input = {
  name: 'shelf_test', title: 'Shelves', summary: 'Shelves and their places', acceptance: [criterion],
  openQuestions: [{ id: 'Q-1', question: 'May a shelf be empty?', suggestions: ['Yes', 'No'] }],
  assumptions: ['One building only.'],
  models: [{
    name: 'shelf.shelf', label: 'Shelf',
    fields: [
      { name: 'name', type: 'char', label: 'Name', required: true },
      { name: 'places', type: 'integer', label: 'Places' },
    ],
    access: [{ group: 'base.group_user', read: true, write: true, create: true, delete: true }],
  }],
};

/** A small spec that expressions and scenarios say wholly. */
export const shelfSpec = (): ModuleSpec => parseModuleSpec(structuredClone(input));

/** The same with a compute and a criterion that only words say. @param more criteria in words */
export function wordySpec(...more: readonly unknown[]): ModuleSpec {
  const spec = structuredClone(input) as unknown as { models: { fields: unknown[] }[]; acceptance: unknown[] };
  spec.models[0]?.fields.push({ name: 'size', type: 'char', label: 'Size', compute: { words: 'large from ten places on, else small', depends: ['places'] } });
  spec.acceptance.push({ id: 'AC-2', title: 'Large shelves are told', given: 'a shelf', when: 'it has ten places', then: 'its size is large' }, ...more);
  return parseModuleSpec(spec);
}

/** A spec as a language model says it in strict mode. */
export const strictSpec = (spec: unknown): unknown => toStrict(moduleSpecJsonSchema(), spec);
