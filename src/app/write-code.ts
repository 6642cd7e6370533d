import { parseModuleSpec } from '../domain/module-spec/parse.js';
import { BuilderError } from '../domain/errors.js';
import type { Command, Session } from '../domain/session.js';
import type { App } from './app.js';
import { firstModule } from './first-module.js';
import { LanguageAccount } from './language-account.js';
import { repairCode } from './repair-code.js';
import { runStage, type StageContext } from './run-stage.js';
import { readText } from './stage-artifacts.js';

/**
 * The stage `coding`: the module of an approved spec, or the repair of one that is red or that a person remarked on.
 * @returns the session afterwards, or null when there was nothing to do
 */
export async function writeCode(app: App, sessionId: string): Promise<Session | null> {
  return runStage(app, sessionId, 'coding', async (context) => {
    const account = new LanguageAccount(app, context.session, context.signal);
    try {
      return await code(app, context, account);
    } catch (error) {
      return await account.failure(error);
    }
  });
}

async function code(app: App, context: StageContext, account: LanguageAccount): Promise<Command> {
  const { session } = context;
  if (session.spec === null) throw new BuilderError('bug', 'no_spec', 'A session in the state coding has no specification.');
  const spec = parseModuleSpec(await readText(app, session, session.spec));
  const written = session.module === null || session.acceptanceTests === null
    ? await firstModule(app, context, spec, account)
    : await repairCode(app, context, spec, account, { module: session.module, acceptanceTests: session.acceptanceTests });
  return { type: 'module_written', ...written, usage: account.usage };
}
