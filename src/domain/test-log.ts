import type { LogRecord } from './observation.js';

/** Class and method, e.g. `TestAcceptance.test_ac_1_lend`. */
export type TestName = string;

export interface Summary {
  readonly failed: number;
  readonly errors: number;
  readonly run: number;
}

export interface TestProblem {
  /** The test, or `setUpClass (odoo.addons.…)`. */
  readonly test: string;
  readonly flavour: 'FAIL' | 'ERROR';
  readonly record: LogRecord;
}

/** What the log says of the module's tests. */
export interface TestLog {
  readonly started: readonly TestName[];
  readonly skipped: readonly { readonly test: string; readonly reason: string }[];
  readonly problems: readonly TestProblem[];
  /** The last line of `odoo.tests.result`; null when the run ended without one. */
  readonly summary: Summary | null;
}

const STARTED = /^Starting (\S+) \.\.\.$/;
const SKIPPED = /^skipped (.+?) : ([\s\S]*)$/;
const PROBLEM = /^(FAIL|ERROR): (?:Subtest )?(setUpClass \([^)]*\)|tearDownClass \([^)]*\)|\S+)/;
const SUMMARY = /^(\d+) failed, (\d+) error\(s\) of (\d+) tests/;

export function readTestLog(module: string, records: readonly LogRecord[]): TestLog {
  const own = (record: LogRecord): boolean => record.logger.startsWith(`odoo.addons.${module}.tests.`) || record.logger === 'odoo.tests.suite' || record.logger === 'odoo.tests.case';
  const tests = records.filter(own);
  const summary = records.filter((record) => record.logger === 'odoo.tests.result').map((record) => SUMMARY.exec(record.message)).findLast((match) => match !== null);
  return {
    started: tests.flatMap((record) => STARTED.exec(record.message)?.[1] ?? []),
    skipped: tests.flatMap((record) => {
      const match = SKIPPED.exec(record.message);
      return match ? [{ test: match[1] ?? '', reason: match[2] ?? '' }] : [];
    }),
    problems: tests.flatMap((record) => {
      const match = record.level === 'ERROR' ? PROBLEM.exec(record.message) : null;
      return match ? [{ flavour: match[1] === 'FAIL' ? 'FAIL' : 'ERROR', test: match[2] ?? '', record }] : [];
    }),
    summary: summary ? { failed: Number(summary[1]), errors: Number(summary[2]), run: Number(summary[3]) } : null,
  };
}
