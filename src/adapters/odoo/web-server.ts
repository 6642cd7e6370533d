import type { LogRecord } from '../../domain/observation.js';
import { BuilderError } from '../../domain/errors.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { DRIVE_DATABASE, PAGES_DATABASE, TEST_DATABASE } from './database.js';
import { Conversation, type ConversationOptions } from './look/conversation.js';
import { lastAnswer } from './look/look.js';
import { HTTP_PORT } from './run-odoo.js';

const READY_SECONDS = 60;

const isError = ({ level }: LogRecord): boolean => level === 'ERROR' || level === 'CRITICAL';

/**
 * An Odoo that answers over HTTP, and installs a module in one of its databases when it is asked to: so it has the module's
 * registry the moment the module is there. Which database a page is of, says who signs in.
 */
export class WebOdoo {
  private constructor(readonly talk: Conversation) {}

  /** @param database whose registry it loads at once. @throws BuilderError transient `odoo_not_answering` */
  static async start(sandbox: Sandbox, { database = PAGES_DATABASE, python }: Pick<ConversationOptions, 'database' | 'python'> = {}): Promise<WebOdoo> {
    const databases = [PAGES_DATABASE, DRIVE_DATABASE, TEST_DATABASE].join('|');
    const odoo = new WebOdoo(await Conversation.begin(sandbox, { database, python, options: ['--serve', `--db-filter=^(${databases})$`, `--http-port=${HTTP_PORT}`, '--max-cron-threads=0'] }));
    const answer = await sandbox.exec({ command: ['omb-wait-http', String(READY_SECONDS)], user: 'odoo', timeoutMs: (READY_SECONDS + 10) * 1000 });
    if (answer.exitCode !== 0) throw new BuilderError('transient', 'odoo_not_answering', `An Odoo in a new sandbox did not answer over HTTP within ${READY_SECONDS} seconds.`, { details: { errors: odoo.errors().map(({ message }) => message) } });
    return odoo;
  }

  /** The module in the database that it began with, and a record of each model that takes one; false when that cannot be. */
  async install(module: string): Promise<boolean> {
    await this.talk.ask({ do: 'meet', module });
    if (lastAnswer(await this.talk.ask({ do: 'install' }))?.status !== 'green') return false;
    return (await this.talk.ask({ do: 'prepare', groups: [] })) !== null;
  }

  /** Errors that it logged so far. */
  errors(): readonly LogRecord[] {
    return this.talk.records.filter(isError);
  }

  stop(): Promise<void> {
    return this.talk.stop();
  }
}
