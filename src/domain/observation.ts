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

/** One thing that went wrong in the browser while a menu was open. */
export interface UiProblem {
  /** Title of the menu, or `Login`. */
  readonly where: string;
  readonly message: string;
}

/** What was seen of one module's installation and tests. Facts only: judge() says what they are worth. */
export interface Observation {
  /** Null when Odoo was killed at the time limit. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly outOfMemory: boolean;
  /** The database or a directory of the sandbox hit its limit. */
  readonly outOfDisk: boolean;
  /** Milliseconds that Odoo was given. */
  readonly timeoutMs: number;
  readonly records: readonly LogRecord[];
  /** Odoo's text log: the second account of the same run, for a person and for cross-checks. */
  readonly log: string;
  /** `ir_module_module.state`, read from outside; null when it could not be read. */
  readonly state: string | null;
  /** Null when the browser was not started, because there is nothing to see. */
  readonly ui: readonly UiProblem[] | null;
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
