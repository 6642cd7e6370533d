import type { LogRecord } from '../../domain/observation.js';
import { BuilderError } from '../../domain/errors.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { BoundedLines } from './bounded-lines.js';
import { HTTP_PORT, odooCommand } from './run-odoo.js';
import { parseLine } from './log-records.js';

const READY_SECONDS = 60;

/** An Odoo that has been loaded (1 s of imports) and waits to be let loose on a database with the module in it. */
export interface WarmOdoo {
  /** Serves a database; resolves when it answers over HTTP. @throws BuilderError transient `browser_failed` */
  serve(database: string, signal?: AbortSignal): Promise<void>;
  /** Errors that it logged so far. */
  errors(): readonly LogRecord[];
  stop(): Promise<void>;
}

export async function warmOdoo(sandbox: Sandbox): Promise<WarmOdoo> {
  const process = await sandbox.spawn({ command: odooCommand(['--warm', `--http-port=${HTTP_PORT}`]), user: 'odoo' });
  const errors: LogRecord[] = [];
  const lines = new BoundedLines((line) => {
    const record = parseLine(line);
    if (record.level === 'ERROR' || record.level === 'CRITICAL') errors.push(record);
  });
  process.stdout.on('data', (chunk: Buffer) => lines.write(chunk));
  process.stderr.resume();
  process.stdin.on('error', () => undefined);
  return {
    serve: async (database, signal) => {
      process.stdin.write(`${database}\n`);
      const answer = await sandbox.exec({ command: ['omb-wait-http', String(READY_SECONDS)], user: 'odoo', timeoutMs: (READY_SECONDS + 10) * 1000, signal });
      if (answer.exitCode !== 0) throw new BuilderError('transient', 'odoo_not_answering', `Odoo was installed and tested, but did not answer over HTTP within ${READY_SECONDS} seconds.`, { details: { errors: errors.map((record) => record.message) } });
    },
    errors: () => errors,
    stop: () => process.kill(),
  };
}
