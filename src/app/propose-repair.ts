import { z } from 'zod/v4';
import { BuilderError } from '../domain/errors.js';
import { applyEdits } from '../domain/edits.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { Message } from '../ports/language-model.js';
import type { App } from './app.js';
import { gateModule } from './gate-module.js';
import type { LanguageAccount, Writer } from './language-account.js';
import { repairAgainPrompt, repairCodePrompt, type RepairCase } from './prompts/repair-code.js';

/** Output tokens for one set of edits, reasoning included. */
const REPAIR_TOKENS = 24_000;

const answerSchema = z.strictObject({
  explanation: z.string(),
  edits: z.array(z.strictObject({ path: z.string(), search: z.string(), replace: z.string() })),
  files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
  impossible: z.string().nullable(),
});
const { $schema: _, ...jsonSchema } = z.toJSONSchema(answerSchema);

export interface Repair {
  readonly files: readonly ModuleFile[];
  readonly explanation: string;
  readonly refusedTestEdits: number;
}

/**
 * Edits of the language model, applied and gated; what does not fit or does not pass is told, up to `tries` answers in all.
 * When the last answer cannot be applied the files stay as they were.
 * @throws BuilderError user `repair_impossible` when the model says so, and what the account throws
 */
export async function proposeRepair(app: App, account: LanguageAccount, repair: RepairCase, limit: { readonly tries: number; readonly writer?: Writer }): Promise<Repair> {
  const conversation = repairCodePrompt(repair);
  let messages: readonly Message[] = conversation;
  let best: Repair = { files: repair.files, explanation: '', refusedTestEdits: 0 };
  for (let attempt = 1; attempt <= limit.tries; attempt++) {
    const answer = await account.complete({ purpose: attempt === 1 ? 'repair-code' : 'repair-code-again', messages, schema: { name: 'repair', jsonSchema }, maxOutputTokens: REPAIR_TOKENS }, limit.writer);
    const parsed = answerSchema.safeParse(answer.json);
    if (parsed.success && parsed.data.impossible !== null && parsed.data.edits.length + parsed.data.files.length === 0) {
      throw new BuilderError('user', 'repair_impossible', `The module cannot be mended without changing the specification: ${parsed.data.impossible.trim()} Accept the module as it is, or begin a new session with another specification.`);
    }
    const outcome = parsed.success
      ? applyEdits(repair.files, parsed.data.edits, parsed.data.files)
      : { files: repair.files, problems: ['The answer does not have the asked form.'], refusedTests: [] };
    const refusedTestEdits = best.refusedTestEdits + outcome.refusedTests.length;
    if (outcome.refusedTests.length > 0) app.log.warn({ module: repair.spec.name, refused: outcome.refusedTests }, 'edits to the frozen acceptance tests were refused');
    const gates = outcome.problems.length === 0 ? await gateModule(app, repair.spec, outcome.files, repair.tests) : [];
    const problems = [
      ...outcome.problems,
      ...outcome.refusedTests.map((path) => `${path} is one of the acceptance tests: it cannot be changed. Change the module so that it holds.`),
      ...gates.map((failure) => `After the edits, ${failure.file ?? 'the module'}${failure.line === null ? '' : `:${failure.line}`}: ${failure.message}`),
    ];
    const explanation = parsed.success ? parsed.data.explanation : best.explanation;
    // An outcome that the gates do not like is still nearer than none: the verdict will tell.
    best = outcome.problems.length === 0 ? { files: outcome.files, explanation, refusedTestEdits } : { ...best, refusedTestEdits };
    if (problems.length === 0) break;
    messages = repairAgainPrompt(conversation, answer.text, problems);
  }
  return best;
}
