import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuilderError } from '../../domain/errors.js';
import type { LogRecord, Observation } from '../../domain/observation.js';
import { COMMAND_TAG, type Sandbox, type StartedCommand } from '../../ports/sandbox.js';
import { TEST_DATABASE } from './database.js';
import { splitCounterproof } from './counterproof.js';
import { parseLine, parseLogRecords } from './log-records.js';
import { withOuterLimits } from './outer-limits.js';

const script = (name: string): string => readFileSync(join(__dirname, name), 'utf8');
const PRELUDE = script('json_log.py') + script('warm.py');
const LAUNCHER = PRELUDE + script('counterproof.py') + script('launch.py');
const LOOK = PRELUDE + script('look/look.py');
const FORK_SERVER = script('warm.py') + script('fork_server.py');
const FORK_CLIENT = script('fork_client.py');
/** Kept of each stream; a module that logs more than this loses its summary line, and is told so. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;
/** Of the Odoo that serves the pages. */
export const HTTP_PORT = 8069;
/** Of the one that runs the tests, which may ask themselves over HTTP while the other is up. */
const TEST_HTTP_PORT = 8070;

/** The command that runs a script in an Odoo. */
export type Python = (script: string, args: readonly string[]) => string[];

/** One that is loaded anew. `-I`: nothing of the module's folder or the environment is imported. */
const newPython: Python = (script, args) => ['python3', '-I', '-c', script, ...args];

/** Our launcher: plain Odoo, its log as JSON lines. */
export const odooCommand = (args: readonly string[], python = newPython): string[] => python(LAUNCHER, args);

/** A process that installs a module in `database` and tries it there, asked over stdin (look/look.py, which tells the options). */
export const lookCommand = (database: string, options: readonly string[], python = newPython): string[] => python(LOOK, [database, ...options]);

export interface OdooRun {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly outOfDisk: boolean;
  readonly outOfProcesses: boolean;
  readonly records: readonly LogRecord[];
  readonly log: string;
  readonly logCut: boolean;
  readonly counterproof: Observation['counterproof'];
}

export interface TestOptions {
  /** Of a module that is installed; else it is installed first. */
  readonly update?: boolean;
  /** Where it is installed; the database of the tests when left out. */
  readonly database?: string;
  /** Odoo's `--test-tags`; all tests of the module when left out. */
  readonly tags?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly progress?: (message: string) => void;
}

/** An Odoo that is loaded, and waits to be told what to test. @throws BuilderError transient `sandbox_start_failed` */
export async function loadOdoo(sandbox: Sandbox, { database = TEST_DATABASE, python = newPython } = {}): Promise<StartedCommand> {
  return whenLoaded(await sandbox.start({ command: odooCommand(['--warm', database, '--wait'], python), user: 'odoo', maxOutputBytes: MAX_LOG_BYTES, stopWhenFull: true }));
}

/**
 * Loads Odoo once for a number of commands, which begin as its forks and may be of other databases with the same apps. They have to
 * be begun before there is a module in the sandbox: with the last of them it ends. @throws BuilderError transient `sandbox_start_failed`
 */
export async function loadOdoos(sandbox: Sandbox, number: number, database = TEST_DATABASE): Promise<Python> {
  const socket = `/tmp/odoo-${randomBytes(8).toString('hex')}`;
  await whenLoaded(await sandbox.start({ command: newPython(FORK_SERVER, [socket, database, String(number), COMMAND_TAG]), user: 'odoo' }));
  return (script, args) => ['python3', '-I', '-S', '-c', FORK_CLIENT, socket, script, ...args];
}

/** It says a line then. */
async function whenLoaded(odoo: StartedCommand): Promise<StartedCommand> {
  if ((await odoo.firstLine) !== null) return odoo;
  const { stderr } = await odoo.finish({ timeoutMs: 1000 });
  throw new BuilderError('transient', 'sandbox_start_failed', `Odoo could not be loaded in a new sandbox: ${stderr.trim().split('\n').at(-1) ?? ''}`, { details: { log: stderr.slice(-4000) } });
}

/** `odoo -i module` (or `-u`) with its tests, to the end or the limit. @param loaded an Odoo of loadOdoo; a new one when left out */
export async function runTests(sandbox: Sandbox, module: string, options: TestOptions, loaded?: StartedCommand): Promise<OdooRun> {
  const say = options.progress;
  const key = randomBytes(16).toString('hex');
  const args = ['--counterproof', key, '-d', options.database ?? TEST_DATABASE, options.update === true ? '-u' : '-i', module, '--test-tags', options.tags ?? `/${module}`, '--stop-after-init', `--http-port=${TEST_HTTP_PORT}`];
  const stdin = `${JSON.stringify(args)}\n`;
  return withOuterLimits(sandbox, options.signal, async (signal, passedLimit) => {
    const rest = { timeoutMs: options.timeoutMs, signal, onLine: say && ((line: string, stream: string) => stream === 'stdout' && tell(line, say)) };
    const result = await (loaded === undefined
      ? sandbox.exec({ command: odooCommand(['--wait']), user: 'odoo', stdin, maxOutputBytes: MAX_LOG_BYTES, stopWhenFull: true, ...rest })
      : loaded.finish({ stdin, ...rest }));
    const { stdout, log, counterproof } = splitCounterproof(key, result.stdout, result.stderr);
    const logCut = result.droppedBytes > 0;
    // The last line that was kept is not whole.
    const records = parseLogRecords(logCut ? stdout.slice(0, stdout.lastIndexOf('\n') + 1) : stdout);
    const full = /No space left on device|Errno 28|DiskFull|File too large/.test(log);
    return { exitCode: result.exitCode, timedOut: result.timedOut, outOfDisk: passedLimit() || full, outOfProcesses: false, records, log, logCut, counterproof };
  });
}

const TEST_START = /^Starting (\S+) \.\.\.$/;

function tell(line: string, say: (message: string) => void): void {
  if (!line.includes('"Starting ')) return;
  const test = TEST_START.exec(parseLine(line).message)?.[1];
  if (test !== undefined) say(`Running the test ${test.split('.').at(-1) ?? test}`);
}
