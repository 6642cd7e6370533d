import { stringify } from 'yaml';
import { BuilderError, type Mistake } from '../errors.js';
import { checkLaws } from './laws/check-laws.js';
import { checkTexts } from './laws/texts.js';
import { moduleSpec, type ModuleSpec } from './module-spec.js';
import { isUnder, lawfulRest } from './lawful-rest.js';
import { schemaMistakes } from './schema-mistakes.js';
import { readSpecText } from './spec-text.js';

/**
 * A spec as data, or as YAML or JSON text, with its defaults filled in.
 * @throws BuilderError user `spec_invalid` with every mistake at once: of the shape, of the texts, of the laws.
 */
export function parseModuleSpec(input: unknown): ModuleSpec {
  const data = typeof input === 'string' ? readSpecText(input) : input;
  const texts = checkTexts(data);
  const parsed = moduleSpec.safeParse(data);
  if (parsed.success) {
    const mistakes = [...texts, ...checkLaws(parsed.data)];
    if (mistakes.length > 0) throw wrong(mistakes);
    return parsed.data;
  }
  const shape = schemaMistakes(parsed.error.issues, data);
  const rest = lawfulRest(data, parsed.error.issues);
  // A law that speaks of a place whose shape is wrong would only repeat it.
  const laws = rest === null ? [] : checkLaws(rest).filter(({ path }) => !shape.some((mistake) => isUnder(path, mistake.path) || isUnder(mistake.path, path)));
  throw wrong([...shape, ...texts, ...laws]);
}

function wrong(mistakes: readonly Mistake[]): BuilderError {
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  return new BuilderError('user', 'spec_invalid', `The module spec has ${count}.`, { mistakes });
}

/** The spec as a person writes it. `parseModuleSpec(specToYaml(spec))` is the spec again. */
export function specToYaml(spec: ModuleSpec): string {
  return stringify(spec, { lineWidth: 110, aliasDuplicateObjects: false });
}
