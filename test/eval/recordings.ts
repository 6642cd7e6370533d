import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Recording } from '../fakes/recorded-openai.js';
import { storedSpec } from '../support/stored-spec.js';

/** What of an example a model said otherwise than the example does, in `test/eval/recordings/<example>.yaml`. */
interface Differences {
  /** Criteria that it left in words, for the judge to write their tests. */
  readonly inWords?: readonly string[];
  readonly code?: Readonly<Record<string, readonly string[]>>;
  readonly repair?: unknown;
}

/**
 * One recording for each example: its prose was answered with its specification, without the translations, which are asked for
 * later; words with its code.
 * @param root of the repository
 */
export function recordedExamples(root: string): readonly Recording[] {
  return readdirSync(join(root, 'examples')).flatMap((file) => {
    const name = /^(.+)\.md$/.exec(file)?.[1];
    return name === undefined ? [] : [recordedExample(root, name)];
  });
}

function recordedExample(root: string, name: string): Recording {
  const { spec, bodies } = storedSpec(`examples/${name}`, root);
  const path = join(root, `test/eval/recordings/${name}.yaml`);
  const { inWords = [], code = {}, repair } = existsSync(path) ? (load(readFileSync(path, 'utf8')) as Differences) : {};
  const [language = ''] = spec.languages;
  return {
    requirements: readFileSync(join(root, `examples/${name}.md`), 'utf8'),
    spec: { ...spec, translations: {}, acceptance: spec.acceptance.map(({ scenario, ...criterion }) => (inWords.includes(criterion.id) ? criterion : { ...criterion, scenario })) },
    code: { ...Object.fromEntries([...bodies].map(([id, body]) => [id, [body]])), ...code },
    repair,
    translations: spec.translations[language],
  };
}
