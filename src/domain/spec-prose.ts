import type { ModuleSpec } from './module-spec/module-spec.js';

/** What a person reads of a specification, as one text. */
export function specProse(spec: Pick<ModuleSpec, 'title' | 'summary' | 'assumptions' | 'openQuestions' | 'acceptance' | 'models'>): string {
  return [
    spec.title,
    spec.summary,
    ...spec.assumptions,
    ...spec.openQuestions.map(({ question }) => question),
    ...spec.acceptance.flatMap(({ title, given, when, then }) => [title, given, when, then]),
    ...spec.models.flatMap(({ label, fields }) => [label, ...fields.map((field) => field.label)]),
  ].join('\n');
}
