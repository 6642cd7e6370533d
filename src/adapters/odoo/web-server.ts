import type { LogRecord } from '../../domain/observation.js';
import { BuilderError } from '../../domain/errors.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { BoundedLines } from './bounded-lines.js';
import { DRIVE_DATABASE, PAGES_DATABASE, TEST_DATABASE, WARM_DATABASE } from './database.js';
import { HTTP_PORT, odooCommand } from './run-odoo.js';
import { parseLine } from './log-records.js';

const READY_SECONDS = 60;

/** An Odoo that answers over HTTP; which database, says who signs in. */
export interface WebOdoo {
  /** Errors that it logged so far. */
  errors(): readonly LogRecord[];
  stop(): Promise<void>;
}

/** @param database whose registry it loads at once. @throws BuilderError transient `odoo_not_answering` */
export async function startWebOdoo(sandbox: Sandbox, database = WARM_DATABASE): Promise<WebOdoo> {
  const databases = [WARM_DATABASE, PAGES_DATABASE, DRIVE_DATABASE, TEST_DATABASE].join('|');
  const process = await sandbox.spawn({ command: odooCommand(['--warm', database, `--db-filter=^(${databases})$`, `--http-port=${HTTP_PORT}`]), user: 'odoo' });
  const errors: LogRecord[] = [];
  const lines = new BoundedLines((line) => {
    const record = parseLine(line);
    if (record.level === 'ERROR' || record.level === 'CRITICAL') errors.push(record);
  });
  process.stdout.on('data', (chunk: Buffer) => lines.write(chunk));
  process.stderr.resume();
  process.stdin.on('error', () => undefined);
  const answer = await sandbox.exec({ command: ['omb-wait-http', String(READY_SECONDS)], user: 'odoo', timeoutMs: (READY_SECONDS + 10) * 1000 });
  if (answer.exitCode !== 0) throw new BuilderError('transient', 'odoo_not_answering', `An Odoo in a new sandbox did not answer over HTTP within ${READY_SECONDS} seconds.`, { details: { errors: errors.map((record) => record.message) } });
  return { errors: () => errors, stop: () => process.kill() };
}
