import type { ModuleFile } from '../../domain/module-file.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Failure } from '../../domain/verdict.js';
import type { Message } from '../../ports/language-model.js';
import { CODE_RULES } from './code-rules.js';
import { fence } from './fence.js';

/** All that a repair is told. */
export interface RepairCase {
  readonly spec: ModuleSpec;
  readonly files: readonly ModuleFile[];
  readonly tests: readonly ModuleFile[];
  readonly failures: readonly Failure[];
  /** What the person said, with remarks by criterion; null when only tests were red. */
  readonly feedback: string | null;
  /** What earlier repairs of this module did, oldest first. */
  readonly tried: readonly string[];
  /** Patches after which the same errors were gone in other modules. */
  readonly cures: readonly string[];
}

const ANSWER = `
You mend a module that was printed from a ModuleSpec and failed. Find the cause, then answer with:
- "explanation": one or two sentences for a person who is no programmer: what was wrong and what you changed.
- "edits": search/replace edits. "search" is a piece of the file, whole lines, exact to the last space, that occurs exactly once in it; "replace" is what comes in its place.
- "files": whole files, only if they are new or an edit cannot say it.
- "impossible": null; or, if the module cannot be mended without changing the specification, why, in one sentence.
The files below tests/ are the judge: they are shown to you, and edits to them are refused. Make the smallest change that mends the cause. Do not take away what the specification asks for.`;

/** A red verdict or a person's remarks, with the files, to edits. */
export function repairCodePrompt(repair: RepairCase): Message[] {
  const parts = [
    `The specification:\n${fence('module spec', JSON.stringify(repair.spec))}`,
    repair.feedback === null ? '' : `What the person who tried the module says:\n${fence('feedback', repair.feedback)}`,
    repair.failures.length === 0 ? '' : `What failed:\n${fence('failures', repair.failures.map((failure) => describeFailure(failure, repair)).join('\n\n'))}`,
    repair.tried.length === 0 ? '' : `What has been tried before, without success:\n${fence('tried', repair.tried.map((text, index) => `${index + 1}. ${text}`).join('\n'))}`,
    repair.cures.length === 0 ? '' : `What cured the same errors in other modules for this version of Odoo, as lines with - and +; it may help here or not:\n${fence('cures', repair.cures.join('\n\n'))}`,
    `The files of the module:\n${sources(repair.files)}`,
    `The acceptance tests (not yours to change):\n${sources(repair.tests)}`,
  ];
  return [
    { role: 'system', content: CODE_RULES + ANSWER },
    { role: 'user', content: parts.filter((part) => part !== '').join('\n\n') },
  ];
}

/** The same conversation, the edits that could not be applied or failed the gates, and why. */
export function repairAgainPrompt(conversation: readonly Message[], answer: string, problems: readonly string[]): Message[] {
  return [
    ...conversation,
    { role: 'assistant', content: answer },
    {
      role: 'user',
      content: `These edits cannot be used as they are; none of them has been applied:\n${fence('problems', problems.join('\n'))}\nAnswer with all edits again, mended. Give a whole file where a search text does not fit.`,
    },
  ];
}

/** Lines around the failing one, numbered. */
const CONTEXT_LINES = 6;

function describeFailure(failure: Failure, repair: RepairCase): string {
  const criterion = repair.spec.acceptance.find((each) => each.id === failure.criterion);
  return [
    `${failure.kind}${failure.file === null ? '' : ` in ${failure.file}${failure.line === null ? '' : `:${failure.line}`}`}: ${failure.message}`,
    criterion === undefined ? '' : `criterion ${criterion.id}: given ${criterion.given}, when ${criterion.when}, then ${criterion.then}`,
    specPart(failure, repair.spec),
    excerpt(failure, [...repair.files, ...repair.tests]),
    failure.traceback ?? '',
  ].filter((line) => line !== '').join('\n');
}

/** What the specification says of the model whose file failed; the criterion has its own line. */
function specPart({ file }: Failure, spec: ModuleSpec): string {
  const model = spec.models.find(({ name }) => file?.split('/').at(-1)?.startsWith(`${name.replaceAll('.', '_')}.`));
  return model === undefined ? '' : `its part of the specification: ${JSON.stringify(model)}`;
}

function excerpt(failure: Failure, files: readonly ModuleFile[]): string {
  const file = files.find((each) => each.path === failure.file);
  if (failure.line === null || typeof file?.content !== 'string') return '';
  const first = Math.max(1, failure.line - CONTEXT_LINES);
  return file.content.split('\n').slice(first - 1, failure.line + CONTEXT_LINES).map((line, index) => `${first + index === failure.line ? '>' : ' '}${String(first + index).padStart(4)} ${line}`).join('\n');
}

const sources = (files: readonly ModuleFile[]): string =>
  files.flatMap((file) => (typeof file.content === 'string' ? [`${file.path}\n${fence('file', file.content)}`] : [])).join('\n\n');
