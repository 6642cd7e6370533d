import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogRecord } from '../../domain/observation.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { TEST_DATABASE } from './database.js';
import { parseLine, parseLogRecords } from './log-records.js';
import { withDiskLimit } from './disk-limit.js';

const script = (name: string): string => readFileSync(join(__dirname, name), 'utf8');
const JSON_LOG = script('json_log.py');
const LAUNCHER = JSON_LOG + script('launch.py');
const LOOK = JSON_LOG + script('look/look.py');
/** Kept of each stream; a module that logs more than this loses its summary line, and so its verdict. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;
/** Room of the image's main process and of Odoo's own work beside Postgres. */
export const HTTP_PORT = 8069;

/** `python3` with our launcher: plain Odoo, its log as JSON lines. `-I`: nothing of the module's folder or the environment is imported. */
export const odooCommand = (args: readonly string[]): string[] => ['python3', '-I', '-c', LAUNCHER, ...args];

/** A process that installs the module in `database` and tries it there, asked over stdin (look/look.py). */
export const lookCommand = (database: string, module: string): string[] => ['python3', '-I', '-c', LOOK, database, module];

export interface OdooRun {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly outOfDisk: boolean;
  readonly records: readonly LogRecord[];
  readonly log: string;
}

export interface TestOptions {
  /** Of a module that is installed; else it is installed first. */
  readonly update?: boolean;
  /** Odoo's `--test-tags`; all tests of the module when left out. */
  readonly tags?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly progress?: (message: string) => void;
}

/** `odoo -i module` (or `-u`) with its tests, to the end or the limit. */
export async function runTests(sandbox: Sandbox, module: string, options: TestOptions): Promise<OdooRun> {
  const say = options.progress;
  return withDiskLimit(sandbox, options.signal, async (signal, passedLimit) => {
    const result = await sandbox.exec({
      command: odooCommand(['-d', TEST_DATABASE, options.update === true ? '-u' : '-i', module, '--test-tags', options.tags ?? `/${module}`, '--stop-after-init', `--http-port=${HTTP_PORT}`]),
      user: 'odoo',
      timeoutMs: options.timeoutMs,
      maxOutputBytes: MAX_LOG_BYTES,
      signal,
      onLine: say && ((line, stream) => stream === 'stdout' && tell(line, say)),
    });
    const records = parseLogRecords(result.stdout);
    const full = /No space left on device|Errno 28|DiskFull|File too large/.test(result.stderr);
    return { exitCode: result.exitCode, timedOut: result.timedOut, outOfDisk: passedLimit() || full, records, log: result.stderr };
  });
}

const TEST_START = /^Starting (\S+) \.\.\.$/;

function tell(line: string, say: (message: string) => void): void {
  if (!line.includes('"Starting ')) return;
  const test = TEST_START.exec(parseLine(line).message)?.[1];
  if (test !== undefined) say(`Running the test ${test.split('.').at(-1) ?? test}`);
}
