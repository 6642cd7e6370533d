import type { CheckName } from './check.js';
import type { DrivenStep } from './journey.js';

/** What stands for the state of a module when its database cannot be read. */
export const UNREADABLE = 'unreadable';

/** One record of Odoo's log, from the handler in its own process: what the module can forge, see docs/security-model.md. */
export interface LogRecord {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
  readonly logger: string;
  /** Source file that logged; of a failed test, the test's own file. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
  readonly traceback: string | null;
}

/** One thing that went wrong in the browser while a page was open. */
export interface UiProblem {
  /** Title of the page, or `Login`. */
  readonly where: string;
  /** Id of the action that was open, e.g. `library.action_book`. */
  readonly at?: string;
  readonly view?: { readonly model: string; readonly type: string };
  readonly message: string;
}

/** One thing that was tried of the installed module, and how it went. */
export interface Tried {
  readonly check: CheckName;
  /** The record's id in its module (`library.report_book`), or the cell of the access matrix in words. */
  readonly what: string;
  /** `not_run`: there was nothing to try it with; `message` says why. */
  readonly status: 'green' | 'red' | 'not_run';
  readonly message: string | null;
  readonly traceback: string | null;
}

/** What was seen of the module in a database of its own, demo data and all. */
export interface Look {
  /** Null when the module could be installed there. */
  readonly installError: string | null;
  readonly tried: readonly Tried[];
  /** Things that the database says are there, and on which no answer came: the module ended or hid the process. */
  readonly unanswered: readonly string[];
  /** The wall that ended it before it was done. */
  readonly stopped: 'time' | 'disk' | 'memory' | null;
  readonly records: readonly LogRecord[];
  readonly log: string;
  /** Milliseconds by step. */
  readonly durations: Readonly<Record<string, number>>;
}

/** What was seen of one module's installation and tests. Facts only: judge() says what they are worth. */
export interface Observation {
  /** Null when Odoo was killed at the time limit. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly outOfMemory: boolean;
  /** The database or a directory of the sandbox hit its limit. */
  readonly outOfDisk: boolean;
  /** It stayed at its limit of processes, and the sandbox was ended: nothing could be read afterwards. */
  readonly outOfProcesses: boolean;
  /** Milliseconds that Odoo was given. */
  readonly timeoutMs: number;
  readonly records: readonly LogRecord[];
  /** Odoo's text log: the second account of the same run, for a person and for cross-checks. */
  readonly log: string;
  /** There was more output than is kept: what came last of it is lost. */
  readonly logCut: boolean;
  /** `ir_module_module.state`, read from outside; null when Odoo does not list the module, `UNREADABLE` when its database cannot be read. */
  readonly state: string | null;
  /** Tests that were wrong on purpose, run in the same process after the module's own, and how many of them came out red; null when they did not run. */
  readonly counterproof: { readonly wrong: number; readonly red: number } | null;
  /** Red tests that were run a second time, alone, and how it went; by `Class.method` or the class. */
  readonly again: readonly { readonly test: string; readonly green: boolean }[];
  /** Null when the browser was not started, because there is nothing to see. */
  readonly ui: { readonly opened: readonly string[]; readonly problems: readonly UiProblem[] } | null;
  /** The steps of all journeys; null when they were switched off, or the module's tests did not hold. */
  readonly driven: readonly DrivenStep[] | null;
  /** Null when it was switched off, or the module was not installed. */
  readonly look: Look | null;
  /** Milliseconds by step. */
  readonly durations: Readonly<Record<string, number>>;
}

/** A test method that the sources declare. */
export interface DeclaredTest {
  /** Module of the file below the package, e.g. `tests.test_acceptance`. */
  readonly module: string;
  readonly class: string;
  readonly method: string;
  readonly line: number;
}
