import { generateAcceptanceTests } from '../codegen/acceptance.js';
import { generateModule } from '../codegen/generate.js';
import { bodySlots, testSlots } from '../codegen/slots.js';
import { decodeTree } from '../codegen/tree.js';
import { BuilderError } from '../domain/errors.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import type { Digest } from '../domain/session.js';
import type { App } from './app.js';
import { gateModule } from './gate-module.js';
import type { LanguageAccount } from './language-account.js';
import { proposeRepair } from './propose-repair.js';
import { writeBodiesPrompt } from './prompts/write-bodies.js';
import { writeTestsPrompt } from './prompts/write-tests.js';
import type { StageContext } from './run-stage.js';
import { readArtifact } from './stage-artifacts.js';
import { keepTestBodies } from './rewrite-tests.js';
import { storeTree } from './store-tree.js';
import { translateModule } from './translate-module.js';
import { wordsNeedModel } from './words-need-model.js';
import { writeSlots } from './write-slots.js';

export interface WrittenModule {
  readonly module: Digest;
  readonly acceptanceTests: Digest;
}

/**
 * Prints the module of a spec; the language model writes only what the spec says in words. The acceptance tests
 * come from a call that sees the spec alone, and are frozen with it.
 * @throws BuilderError user `llm_not_configured` with each place that needs words, and what the account throws
 */
export async function firstModule(app: App, context: StageContext, spec: ModuleSpec, account: LanguageAccount): Promise<WrittenModule> {
  const slots = bodySlots(spec);
  const criteria = testSlots(spec);
  if (slots.length + criteria.length > 0 && !account.available) throw needsModel(spec);

  // Tests first: their author cannot have seen the code.
  const { session } = context;
  const tests = session.acceptanceTests === null
    ? generateAcceptanceTests(spec, await writtenSlots('write-tests'))
    : decodeTree(await readArtifact(app, session, session.acceptanceTests));
  const files = await translated(await gated(generateModule(spec, await writtenSlots('write-bodies'))));
  return { module: await storeTree(app, session, 'module.tree', files), acceptanceTests: await storeTree(app, session, 'acceptance-tests.tree', tests) };

  async function writtenSlots(purpose: 'write-tests' | 'write-bodies'): Promise<ReadonlyMap<string, string>> {
    const wanted = purpose === 'write-tests' ? criteria : slots;
    if (wanted.length === 0) return new Map();
    await context.progress(purpose === 'write-tests' ? `Writing ${wanted.length} acceptance tests` : `Writing ${wanted.length} methods`);
    const messages = purpose === 'write-tests' ? writeTestsPrompt(spec, wanted) : writeBodiesPrompt(spec, wanted);
    // The judge is another than the coder, where there are two.
    const written = await writeSlots(app, account, purpose, wanted, messages, purpose === 'write-tests' ? 'second' : 'first');
    if (purpose === 'write-tests') await keepTestBodies(app, session, written);
    return written;
  }

  async function translated(printed: readonly ModuleFile[]): Promise<readonly ModuleFile[]> {
    if (spec.languages.length === 0 || !account.available) return printed;
    await context.progress(`Translating the texts into ${spec.languages.join(', ')}`);
    try {
      return await translateModule(account, spec, printed);
    } catch (error) {
      // A module that speaks English is worth more than none.
      if (error instanceof BuilderError && error.kind === 'user') return printed;
      throw error;
    }
  }

  /** One try to mend what the gates find; what is left then is the testing stage's to report. */
  async function gated(printed: readonly ModuleFile[]): Promise<readonly ModuleFile[]> {
    await context.progress('Checking the module');
    const failures = await gateModule(app, spec, printed, tests);
    if (failures.length === 0 || !account.available) return printed;
    try {
      return (await proposeRepair(app, account, { spec, files: printed, tests, failures, feedback: null, tried: [], cures: [] }, { tries: 1 })).files;
    } catch (error) {
      if (error instanceof BuilderError && error.kind === 'user') return printed;
      throw error;
    }
  }
}

function needsModel(spec: ModuleSpec): BuilderError {
  const mistakes = wordsNeedModel(spec).map((message) => ({ path: '', message }));
  return new BuilderError('user', 'llm_not_configured', 'Parts of the specification are said in words, and no language model is configured to write them as code:', { mistakes });
}
