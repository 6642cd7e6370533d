import { decodeTree } from '../codegen/tree.js';
import { BuilderError } from '../domain/errors.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { fingerprint, isCommon } from '../domain/fingerprint.js';
import { anonymousPatch } from '../domain/patch.js';
import type { Digest } from '../domain/session.js';
import type { Failure, Verdict } from '../domain/verdict.js';
import type { App } from './app.js';
import { feedbackText, readFeedback } from './feedback.js';
import type { WrittenModule } from './first-module.js';
import type { LanguageAccount, Writer } from './language-account.js';
import { proposeRepair, type Repair } from './propose-repair.js';
import { recordRepair, repairsOf } from './repair-log.js';
import type { StageContext } from './run-stage.js';
import { readArtifact, readJson } from './stage-artifacts.js';
import { storeTree } from './store-tree.js';

/** Answers of the language model in one round: the first, and one more when it does not fit or the gates refuse it. */
const TRIES_A_ROUND = 2;
/** Of what is remembered; more is no help and costs tokens. */
const CURES = 4;

/**
 * One round of repair: a red verdict or a person's remarks to a changed module. The acceptance tests stay as they are.
 * What leads back to a module that was there before is asked of the second model, where there is one.
 * With neither of them there is nothing to mend: the module goes to its tests as it is ("try again").
 * @throws BuilderError user `llm_not_configured` | `repair_impossible` | `repair_stuck`, and what the account throws
 */
export async function repairCode(app: App, context: StageContext, spec: ModuleSpec, account: LanguageAccount, present: WrittenModule): Promise<WrittenModule> {
  const { session } = context;
  const feedback = await readFeedback(app, session);
  const failures = session.report === null ? [] : failuresOf(await readJson(app, session, session.report));
  if (feedback === null && failures.length === 0) return present;
  if (!account.available) throw needsModel(failures, feedback !== null);

  await context.progress(feedback === null ? `Mending ${failures.length} ${failures.length === 1 ? 'failure' : 'failures'}` : 'Working in your remarks');
  const files = decodeTree(await readArtifact(app, session, present.module));
  const tests = decodeTree(await readArtifact(app, session, present.acceptanceTests));
  const earlier = await repairsOf(app, session);
  const fingerprints = [...new Set(failures.filter(isCommon).map((failure) => fingerprint(failure, spec.name)))];
  const cures = fingerprints.length === 0 ? [] : await app.cures.find(session.odooVersion, fingerprints, CURES);
  const told = {
    spec, files, tests, failures,
    feedback: feedback === null ? null : feedbackText(feedback),
    tried: earlier.map((entry) => entry.explanation),
    cures: cures.map(({ patch }) => patch),
  };
  // A person may well ask for what was there before; a red verdict may not lead in a circle.
  const known = new Set([present.module, ...(feedback === null ? earlier.flatMap(({ from, to }) => [from, to]) : [])]);
  const round = async (writer: Writer): Promise<{ readonly repair: Repair; readonly module: Digest }> => {
    const repair = await proposeRepair(app, account, told, { tries: TRIES_A_ROUND, writer });
    return { repair, module: await storeTree(app, session, 'module.tree', repair.files) };
  };
  const first = await round(session.strong ? 'second' : 'first');
  const { repair, module } = known.has(first.module) && account.hasSecond && !session.strong ? await round('second') : first;
  if (known.has(module)) throw stuck(repair.refusedTestEdits);
  const { explanation, refusedTestEdits } = repair;
  await recordRepair(app, session, { from: present.module, to: module, explanation, refusedTestEdits, fingerprints, patch: feedback === null ? anonymousPatch(files, repair.files) : null });
  if (repair.explanation !== '') await context.progress(repair.explanation);
  return { module, acceptanceTests: present.acceptanceTests };
}

/** The failures of a stored verdict; it is our own JSON. */
const failuresOf = (report: unknown): readonly Failure[] => (report as Verdict).failures;

function needsModel(failures: readonly Failure[], remarks: boolean): BuilderError {
  const why = remarks ? 'Working in your remarks needs a language model, and none is configured.' : 'The module fails some of its tests, and mending it needs a language model; none is configured.';
  return new BuilderError('user', 'llm_not_configured', `${why} Either configure an OpenAI credential and send the remarks again, or begin a new session with a changed ModuleSpec. The module is as it was.`, {
    mistakes: failures.map((failure) => ({ path: failure.criterion ?? failure.file ?? '', message: failure.sentence })),
  });
}

function stuck(refusedTestEdits: number): BuilderError {
  const tests = refusedTestEdits > 0 ? ` ${refusedTestEdits} ${refusedTestEdits === 1 ? 'edit' : 'edits'} to the acceptance tests ${refusedTestEdits === 1 ? 'was' : 'were'} refused.` : '';
  return new BuilderError('user', 'repair_stuck', `The language model found no change that it had not tried already.${tests} Say in your own words what is wrong, or accept the module as it is.`, { details: { refusedTestEdits } });
}
