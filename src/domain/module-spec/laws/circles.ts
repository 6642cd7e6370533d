import type { Law } from './law.js';

/** Required many2one fields that lead in a circle: no first record could ever be created. */
export const circlesLaw: Law = (names, tell) => {
  const needs = new Map(names.spec.models.map((model) => [model.name, model.fields.filter((field) => field.type === 'many2one' && field.required && field.default === undefined && field.comodel !== undefined).map((field) => field.comodel ?? '')]));
  names.spec.models.forEach((model, at) => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      for (const next of needs.get(name) ?? []) if (!reached.has(next)) { reached.add(next); visit(next); }
    };
    visit(model.name);
    if (!reached.has(model.name)) return;
    const index = model.fields.findIndex((field) => field.type === 'many2one' && field.required && (field.comodel === model.name || reached.has(field.comodel ?? '')));
    tell(`models[${at}].fields[${index}].required`, `Creating a \`${model.name}\` would need one before it: its required relations lead in a circle.`, 'Make one of them not required.');
  });
};
