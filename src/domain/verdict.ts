import type { CheckName } from './check.js';
import type { Digest } from './session.js';

/** What kind of thing is wrong, from the first gate to the last check. */
export type FailureKind = 'gate' | 'manifest' | 'install' | 'test' | 'log' | 'tests_missing' | 'skipped' | 'timeout' | 'out_of_memory' | 'out_of_disk' | 'forged' | 'ui' | 'check' | 'flaky';

export interface Failure {
  readonly kind: FailureKind;
  /** The gate, rule or check that found it, e.g. `references`. */
  readonly by: string;
  /** Id of the acceptance criterion whose test this is, e.g. `AC-2`. */
  readonly criterion: string | null;
  /** Path inside the module, e.g. `models/book.py`. */
  readonly file: string | null;
  readonly line: number | null;
  /** Odoo's or Python's own words. */
  readonly message: string;
  readonly traceback: string | null;
  /** One sentence for a person who is no programmer. */
  readonly sentence: string;
}

/** What one gate or rule finds; its name is added by who asked it. */
export type Finding = Omit<Failure, 'by'>;

export interface CriterionResult {
  readonly id: string;
  readonly title: string;
  /** `flaky`: red, and green when it was run again alone. */
  readonly status: 'green' | 'flaky' | 'red' | 'not_run';
  readonly tests: readonly string[];
}

export interface CheckDetail {
  /** The record's id in its module, the cell of the access matrix, or the step. */
  readonly what: string;
  readonly status: 'green' | 'red' | 'not_run';
  readonly note: string | null;
}

/** What was tried of the module beyond its own tests. */
export interface Check {
  readonly name: CheckName;
  /** `nothing`: the module has nothing of the kind. `off`: switched off. */
  readonly status: 'green' | 'red' | 'nothing' | 'not_run' | 'off';
  readonly details: readonly CheckDetail[];
}

export interface TestCounts {
  /** Found in the sources, by the gates' parse of the tests package. */
  readonly declared: number;
  readonly run: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
}

export interface Screenshot {
  readonly title: string;
  /** PNG in the artifact store. */
  readonly digest: Digest;
}

export type VerdictStatus = 'green' | 'flaky' | 'red';

/** What a real Odoo says of one module: green only if every rule of FACTS.md "The exit code lies" holds. */
export interface Verdict {
  readonly green: boolean;
  /** `flaky`: nothing is wrong but tests that were red once and green the second time. Not green. */
  readonly status: VerdictStatus;
  readonly module: string;
  readonly moduleDigest: Digest;
  readonly odooVersion: string;
  readonly image: string;
  /** `ir_module_module.state` read from outside the module's reach; null if Odoo never started. */
  readonly state: string | null;
  readonly exitCode: number | null;
  readonly tests: TestCounts;
  readonly criteria: readonly CriterionResult[];
  readonly checks: readonly Check[];
  readonly failures: readonly Failure[];
  /** Warnings of Odoo's log that do not make the verdict red. */
  readonly warnings: readonly string[];
  readonly screenshots: readonly Screenshot[];
  /** Milliseconds by step: gates, acquire, start, files, odoo, state, ui. */
  readonly durations: Readonly<Record<string, number>>;
  /** The container's whole log, in the artifact store. */
  readonly log: Digest | null;
}
