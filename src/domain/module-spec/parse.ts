import { dump } from 'js-yaml';
import { BuilderError, firstMistakes, MAX_MISTAKES, type Mistake } from '../errors.js';
import { checkLaws } from './laws/check-laws.js';
import { checkTexts } from './laws/texts.js';
import { moduleSpec, type ModuleSpec } from './module-spec.js';
import { isUnder, lawfulRest } from './lawful-rest.js';
import { countMistakes, schemaMistakes } from './schema-mistakes.js';
import { readSpecText } from './spec-text.js';

/**
 * A spec as data, or as YAML or JSON text, with its defaults filled in.
 * @throws BuilderError user `spec_invalid` with every mistake at once (the first 200): of the shape, of the texts, of the laws.
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
  const { issues } = parsed.error;
  const shape = schemaMistakes(issues, data);
  if (shape.length >= MAX_MISTAKES) throw wrong(shape, countMistakes(issues));
  const rest = lawfulRest(data, issues);
  // A law that speaks of a place whose shape is wrong would only repeat it.
  const laws = rest === null ? [] : checkLaws(rest.spec).filter((law) => !rest.isDoubtful(law) && !shape.some(({ path }) => isUnder(law.path, path) || isUnder(path, law.path)));
  throw wrong([...shape, ...texts, ...laws]);
}

function wrong(mistakes: readonly Mistake[], count = mistakes.length): BuilderError {
  const { told, more } = firstMistakes(mistakes, count);
  return new BuilderError('user', 'spec_invalid', `The module spec has ${count === 1 ? 'one mistake' : `${count} mistakes`}.${more}`, { mistakes: told });
}

/** The spec as a person writes it. `parseModuleSpec(specToYaml(spec))` is the spec again. */
export function specToYaml(spec: ModuleSpec): string {
  return dump(spec, { lineWidth: 110, noRefs: true, skipInvalid: true });
}
