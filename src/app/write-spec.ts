import { specPage } from '../codegen/report/spec-page.js';
import { BuilderError } from '../domain/errors.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { parseModuleSpec } from '../domain/module-spec/parse.js';
import { withRenames } from '../domain/module-spec/renames.js';
import { sizeOf } from '../domain/quote.js';
import type { Command, Session } from '../domain/session.js';
import { specDiff } from '../domain/spec-diff.js';
import type { App } from './app.js';
import { draftSpec } from './draft-spec.js';
import { feedbackText, readFeedback } from './feedback.js';
import { LanguageAccount } from './language-account.js';
import { reviseSpec } from './revise-spec.js';
import { runStage, type StageContext } from './run-stage.js';
import { sentSpec } from './sent-spec.js';
import { putJson, readText } from './stage-artifacts.js';
import { untranslatedTexts } from './untranslated-texts.js';
import { wordsNeedModel } from './words-need-model.js';

/**
 * The stage `specifying`: a sent spec, prose, or a person's word on the present spec becomes the next revision.
 * @returns the session afterwards, or null when there was nothing to do
 */
export async function writeSpec(app: App, sessionId: string): Promise<Session | null> {
  return runStage(app, sessionId, 'specifying', async (context) => {
    const account = new LanguageAccount(app, context.session, context.signal);
    try {
      return await specify(app, context, account);
    } catch (error) {
      return await account.failure(error);
    }
  });
}

async function specify(app: App, context: StageContext, account: LanguageAccount): Promise<Command> {
  const { session } = context;
  const previous = session.spec === null ? null : parseModuleSpec(await readText(app, session, session.spec));
  const feedback = await readFeedback(app, session);

  if (previous === null) {
    if (session.requirements === null) throw new BuilderError('bug', 'nothing_to_specify', 'The session has neither requirements nor a specification.');
    await context.progress('Writing the specification');
    return written(app, session, null, await draftSpec(account, await readText(app, session, session.requirements), session), account);
  }
  if (session.specRevision === 0 || feedback === null) {
    await context.progress('Checking the specification');
    return written(app, session, null, previous, account);
  }
  const text = feedbackText(feedback);
  await context.progress('Working in what you said');
  const revised = sentSpec(feedback.text) ?? (await reviseSpec(account, previous, text, session));
  return written(app, session, previous, revised, account);
}

/** The revision as the next event of the session, with what changed for a person to read. */
async function written(app: App, session: Session, previous: ModuleSpec | null, revised: ModuleSpec, account: LanguageAccount): Promise<Command> {
  const spec = withRenames(previous, revised);
  const changed = previous === null ? [] : specDiff(previous, spec);
  const sentences = [
    ...(previous !== null && changed.length === 0 ? ['Nothing has changed.'] : changed),
    ...(app.model === null ? [...wordsNeedModel(spec), ...untranslatedTexts(spec)] : []),
  ];
  const changes = previous === null && sentences.length === 0 ? null : await putJson(app, session, `spec-changes-${session.specRevision + 1}.json`, sentences);
  await app.artifacts.put(session.id, `spec-${session.specRevision + 1}.html`, 'text/html; charset=utf-8', Buffer.from(specPage(spec, sentences, session.language), 'utf8'));
  return { type: 'spec_written', size: sizeOf(spec), spec: await putJson(app, session, `spec-${session.specRevision + 1}.json`, spec), changes, usage: account.usage };
}
