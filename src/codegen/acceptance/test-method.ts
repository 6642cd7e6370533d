import { BuilderError } from '../../domain/errors.js';
import type { Criterion } from '../../domain/module-spec/acceptance.js';
import { bodyLines, method } from '../models/method.js';
import type { Imports } from '../python/imports.js';
import { requireBody, testSlotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonProse } from '../text/python-string.js';
import { printStep } from './step.js';
import { testName } from './test-name.js';
import type { TestScope } from './test-scope.js';

/** One test method: the criterion's scenario step by step, or the code that somebody wrote for its words. */
export function printTest(criterion: Criterion, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string {
  const head = `${testName(criterion)}(self)`;
  const doc = docstring(criterion);
  const { scenario } = criterion;
  if (scenario === undefined || scenario.length === 0) return method(head, [...doc, ...bodyLines(requireBody(bodies, testSlotId(criterion)), imports)]);
  const scope: TestScope = { index, imports, records: new Map() };
  const steps = scenario.map((step) => ({ step, lines: printStep(step, scope, criterion.id) }));
  if (steps.every(({ lines }) => lines.length === 0)) throw new BuilderError('user', 'scenario_empty', `The scenario of ${criterion.id} does nothing.`);
  const lines = steps.flatMap(({ lines: own }, i) => {
    const rest = steps.slice(i + 1).flatMap((later) => later.lines).join('\n');
    const assigned = /^([a-z_][a-z0-9_]*) = (?:self\.env|\()/.exec(own[0] ?? '')?.[1];
    const unused = assigned !== undefined && !new RegExp(`(?<![\\w."'])${assigned}\\b`).test(rest);
    if (!unused) return own;
    // Nobody speaks of the record again: the statement stays, its name goes, and what was only there for the name.
    const bare = [(own[0] ?? '').slice(`${assigned} = `.length), ...own.slice(1)];
    return bare;
  });
  return method(head, [...doc, ...lines]);
}

function docstring(criterion: Criterion): string[] {
  const title = `${criterion.id}: ${pythonProse(criterion.title).replace(/[.!?…]+$/, '')}.`;
  const parts = [['Given', criterion.given], ['When', criterion.when], ['Then', criterion.then]] as const;
  return [`"""${title}`, '', ...parts.flatMap(([word, prose]) => wrapped(`${word} ${pythonProse(prose)}`)), '"""'];
}

function wrapped(prose: string): string[] {
  return prose.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= 79) return [...lines, lines.length === 0 ? word : `    ${word}`];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
